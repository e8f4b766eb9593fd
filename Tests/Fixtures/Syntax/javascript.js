#!/usr/bin/env node
import def, { named as other } from "./module.js";
/* a /* comment does not nest */ const x = 1;
const text = `total: ${items.map(i => `<${i.name}>`).join(", ")} \u{1F600} \${no}
second line ${ { a: "}" }.a } end`;
const re = /[/\]]+\/(?<y>\d{4})/giu, ratio = a / b / c, next = x++ / 2 / 3;
if (/^ok$/.test(s)) s = s.replace(/"/g, '\'').split("\x41\u0042");
class Shape extends Base {
  static #count = 0xffn;
  get size() { return this.#count ?? 1_000.5e3; }
  async *walk() { for await (const item of this.items) yield* item.default; }
}
function* make(options = { default: 1, class: "a", in: true }) { return new Shape(); }
const broken = "not closed
const long = 'goes \
on', MAX_SIZE = undefined;
const view = <Panel title="a &amp; b" onClick={() => go({ a: 1 })} {...rest}>
  Don't stop {items.map(i => <li key={i.id}>{i.name} /* text */</li>)}
  <br/> <></> &nbsp;
</Panel>;
const less = a < b && c > d; // a comparison
export default async () => { await load(); return <Empty />; };
const shifted = (1<<bits) - 1, view2 = ok && <b>{x << y}</b>;
