#![allow(dead_code)]
/* outer /* inner */ still */
//! Documentation.
use std::{collections::HashMap, fmt};
#[derive(Debug, Clone, serde(rename = "x]y"))]
pub struct Shape<'a, T: 'static + ?Sized> { name: &'a str, items: Vec<T>, r#type: u8 }
const MAX_SIZE: usize = 1_000u64 as usize + 0xFF + 0b11 + 1.5e-3f32;
impl<'a> fmt::Display for Shape<'a, u8> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = 'x'; let quote = '\''; let face = '\u{1F600}'; let byte = b'\n'; let wide = 'é';
        let raw = r#"no \n "escape""#; let bytes = br##"a "# b"##; let text = "two
lines \t \u{e9} \"quoted\" {name:?}";
        'outer: loop { if x != y { break 'outer; } }
        println!("{}", vec![1, 2]); macro_rules! maybe { ($x:expr) => { Some($x)? } }
        match self { Self { .. } => async move { ready.await }, _ => unreachable!() }
        Ok(())
    }
}
pub(crate) unsafe extern "C" fn call() -> bool { true }
