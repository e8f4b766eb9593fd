import type { Reader } from 'node:stream';
export interface Shape<T extends object = {}> { readonly name: string; area?(): number; type: "circle" | `${Kind}-x` }
declare module "x" { export const y: unique symbol; }
type Pair<A, B> = [A, B] & { [K in keyof A]?: A[K] extends infer U ? U : never };
abstract class Store implements Shape<Item> {
  private static readonly cache = new Map<string, number>();
  constructor(protected override open: boolean) { super(); }
  @Input() set value(v: unknown) { this._v = <any>v as string; }
}
enum Colour { Red = 1, Green = 0b10 }
const type = 5, from = type / 2, set = new Set<number>();
function isShape(x: unknown): x is Shape { return typeof x === 'object' && x! satisfies {}; }
namespace Inner.Deep { export let z = <T,>(x: T) => x; }
