//! What TypeScript adds to JavaScript.

use crate::project::Project;
use insta::assert_snapshot;

#[track_caller]
fn exports(text: &str) -> String {
    Project::new(&[("schema.ts", text)]).exports("schema.ts")
}

#[test]
fn enums_and_namespaces_are_compiled() {
    let text = "
        enum Role { Admin = 'admin', User = 'user' }
        enum Level { Low = 1, High = Low << 2, Next }
        const enum Flag { A = 1, B = A | 4 }
        namespace Names { export const table = 'users'; export namespace Deep { export const x = 1 } }
        declare namespace Only { const types: string }
        export const roles = Object.values(Role);
        export const levels = [Level.High, Level.Next, Level[1]];
        export const flag = Flag.B;
        export const name = Names.table + Names.Deep.x;
        export enum Exported { One = 'one' }
        export { Role };
    ";
    assert_snapshot!(exports(text), @r#"{"Exported":{"One":"one"},"Role":{"Admin":"admin","User":"user"},"flag":5,"levels":[4,5,"Low"],"name":"users1","roles":["admin","user"]}"#);
}

#[test]
fn classes_keep_their_meaning() {
    let text = "
        abstract class Base { constructor(protected readonly name: string, public size = 2) {} abstract f(): string }
        class Column extends Base {
          static #count = 0;
          declare kind: string;
          override f() { Column.#count++; return `${this.name}:${this.size}:${Column.#count}` }
          get [Symbol.toStringTag]() { return 'Column' }
        }
        export const a = new Column('id').f();
        export const b = Object.keys(new Column('id'));
        export const c = String(new Column('x', 3));
    ";
    assert_snapshot!(exports(text), @r#"{"a":"id:2:1","b":["name","size"],"c":"[object Column]"}"#);
}

#[test]
fn decorators_work_as_in_older_typescript() {
    let text = "
        const log: string[] = [];
        const named = (name: string): any => (target: any, key?: any, extra?: any) => {
          log.push([name, typeof target, key ?? '-', typeof extra].join(':'));
        };
        @named('class') class Users {
          @named('property') id!: number;
          @named('method') find(@named('parameter') id: number) { return id }
        }
        function replace(_: any, __: string, descriptor: PropertyDescriptor) { descriptor.value = () => 'replaced'; return descriptor }
        class Other { @replace f() { return 'own' } }
        export const calls = log;
        export const replaced = new Other().f();
        void Users;
    ";
    assert_snapshot!(exports(text), @r#"{"calls":["property:object:id:undefined","parameter:object:find:number","method:object:find:object","class:function:-:undefined"],"replaced":"replaced"}"#);
}

#[test]
fn types_leave_nothing_behind() {
    let text = "
        interface A { x: 1 }
        type B = A & { y: `a${string}` };
        declare const gone: B;
        declare module 'x' { export const y: number }
        declare global { interface Window { z: 1 } }
        abstract class C<T extends A> { x?: T }
        const f = <T,>(x: T): asserts x is NonNullable<T> => {};
        const g = (x: unknown) => x as unknown as A satisfies A;
        function over(x: string): string;
        function over(x: number): string;
        function over(x: any) { return String(x!) }
        let v!: number; v = <number><unknown>5;
        export const a = over(v), b = typeof C, c = (g(1) as any) satisfies number;
        export const d = { k: 1 } satisfies Record<string, number>, e = [1, 2] as const;
        export type { A, B };
        export default interface Nothing { x: 1 }
        f(1);
    ";
    assert_snapshot!(exports(text), @r#"{"a":"5","b":"function","c":1,"d":{"k":1},"e":[1,2]}"#);
}

#[test]
fn imports_of_types_load_nothing() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import { type X } from './gone';
             import type { Y } from './gone-too';
             import type Z from './gone-three';
             import { Unused } from './gone-four';
             export type { W } from './gone-five';
             export * as types from './only-types';
             export const a: X | Y | Z | Unused = 1 as any;",
        ),
        ("only-types.ts", "export type A = 1; export interface B {}"),
    ]);
    assert_eq!(project.exports("schema.ts"), r#"{"a":1,"types":{}}"#);
}

#[test]
fn using_is_lowered() {
    let text = "
        const log: string[] = [];
        const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(`closed ${this.name}`) } });
        { using a = open('a'); using b = open('b'); log.push(`${a.name}${b.name}`) }
        try { using c = open('c'); throw new Error('x') } catch (error) { log.push(String(error)) }
        async function f() { await using d = { async [Symbol.asyncDispose]() { log.push('async') } }; void d }
        await f();
        export const calls = log;
    ";
    assert_snapshot!(exports(text), @r#"{"calls":["ab","closed b","closed a","closed c","Error: x","async"]}"#);
}

#[test]
fn top_level_await_and_modern_syntax_run() {
    let text = "
        const wait = (ms: number) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms));
        export const a = await wait(5);
        export const b = await Promise.all([wait(2), wait(1)]);
        export const c = (null as any)?.x ?? 'none';
        let d: any = null; d ??= 1; d ||= 2; d &&= 3;
        export const e = d, f = 1_000n, g = [3, 1, 2].toSorted(), h = Object.groupBy([1, 2, 3], (x) => x % 2 ? 'odd' : 'even');
        export const i = /(?<year>\\d{4})/v.exec('2024')?.groups?.year, j = new Set([1, 2]).union(new Set([3])).size;
        label: for (const x of [1, 2]) { for (;;) continue label }
    ";
    assert_snapshot!(exports(text), @r#"{"a":5,"b":[2,1],"c":"none","e":3,"f":"1000n","g":[1,2,3],"h":{"odd":[1,3],"even":[2]},"i":"2024","j":3}"#);
}

#[test]
fn jsx_is_compiled() {
    let project = Project::new(&[
        (
            "schema.tsx",
            "const Mail = (props: { name: string }) => <p title='x'>Hi {props.name}</p>;\nexport const a = <Mail name='b' />;\n",
        ),
        (
            "node_modules/react/package.json",
            r#"{ "name": "react", "exports": { "./jsx-runtime": "./jsx-runtime.js" } }"#,
        ),
        (
            "node_modules/react/jsx-runtime.js",
            "exports.jsx = exports.jsxs = (type, props) => typeof type === 'function' ? type(props) : { type, props };",
        ),
    ]);
    assert_snapshot!(project.exports("schema.tsx"), @r#"{"a":{"type":"p","props":{"title":"x","children":["Hi ","b"]}}}"#);
}
