//! What code may not do, and how it is told.

use crate::project::{Project, error_of};
use insta::assert_snapshot;

#[test]
fn what_is_refused_is_named_at_its_place() {
    assert_snapshot!(error_of("const a = 1;\nconst secrets = await fetch('https://example.com/x');\nexport { a, secrets };"), @"
    Sandbox: fetch('https://example.com/x') was called: there is no network while a config or schema is read
      --> schema.ts:2:23
       | const secrets = await fetch('https://example.com/x');
       |                       ^^^^^
      at  schema.ts:2:23
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import { execSync } from 'child_process';\nexport const a = execSync('git rev-parse HEAD');"), @"
    Sandbox: child_process.execSync('git rev-parse HEAD') was called: no other program is started while a config or schema is read
      --> schema.ts:2:18
       | export const a = execSync('git rev-parse HEAD');
       |                  ^^^^^^^^
      at  schema.ts:2:18
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import fs from 'fs';\nfs.writeFileSync('x.txt', 'x');"), @"
    Sandbox: fs.writeFile('x.txt') was called: files are only read, never written, while a config or schema is read
      --> schema.ts:2:4
       | fs.writeFileSync('x.txt', 'x');
       |    ^^^^^^^^^^^^^
      at  schema.ts:2:4
    ");
    assert_snapshot!(error_of("import { rm } from 'node:fs/promises';\nawait rm('x', { recursive: true });"), @"
    Sandbox: fs.rm('x') was called: files are only read, never written, while a config or schema is read
      --> schema.ts:2:7
       | await rm('x', { recursive: true });
       |       ^^
      at  schema.ts:2:7
    ");
    assert_snapshot!(error_of("if (!process.env.DATABASE_URL) {\n  console.error('no url');\n  process.exit(1);\n}"), @"
    Sandbox: process.exit(1) was called: a config or schema must not end the program
      --> schema.ts:3:11
       |   process.exit(1);
       |           ^^^^
      at  schema.ts:3:11
      hint: what the code printed before may say why
    ");
    assert_snapshot!(error_of("process.chdir('/');"), @"
    Sandbox: process.chdir() was called: it is not available while a config or schema is read
      --> schema.ts:1:1
       | process.chdir('/');
       | ^^^^^^^
      at  schema.ts:1:1
    ");
    assert_snapshot!(error_of("import net from 'net';\nawait new Promise((_, reject) =>\n  net.connect(5432, 'localhost').on('error', reject));"), @"
    Sandbox: net.connect(5432) was called: there is no network while a config or schema is read
      --> schema.ts:3:7
       |   net.connect(5432, 'localhost').on('error', reject));
       |       ^^^^^^^
      at  schema.ts:3:7
      at  schema.ts:2:11
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import https from 'node:https';\nimport { once } from 'node:events';\nawait once(https.get('https://example.com'), 'response');"), @"
    Sandbox: https.get('https://example.com') was called: there is no network while a config or schema is read
      --> schema.ts:3:18
       | await once(https.get('https://example.com'), 'response');
       |                  ^^^
      at  schema.ts:3:18
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import dns from 'dns';\nawait new Promise((_, reject) => dns.lookup('example.com', (error) => reject(error)));"), @"
    Sandbox: dns.lookup('example.com') was called: there is no network while a config or schema is read
      --> schema.ts:2:38
       | await new Promise((_, reject) => dns.lookup('example.com', (error) => reject(error)));
       |                                      ^^^^^^
      at  schema.ts:2:38
      at  schema.ts:2:11
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import { Worker } from 'worker_threads';\nnew Worker('./x.js');"), @"
    Sandbox: new Worker('./x.js') was called: no other program is started while a config or schema is read
      --> schema.ts:2:5
       | new Worker('./x.js');
       |     ^^^^^^
      at  schema.ts:2:5
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("new WebSocket('wss://example.com');"), @"
    Sandbox: new WebSocket('wss://example.com') was called: there is no network while a config or schema is read
      --> schema.ts:1:5
       | new WebSocket('wss://example.com');
       |     ^^^^^^^^^
      at  schema.ts:1:5
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    assert_snapshot!(error_of("import { promises as dns } from 'dns';\nexport const a = await dns.lookup('example.com');"), @"
    Sandbox: dns.lookup('example.com') was called: there is no network while a config or schema is read
      --> schema.ts:2:28
       | export const a = await dns.lookup('example.com');
       |                            ^^^^^^
      at  schema.ts:2:28
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
}

#[test]
fn a_dependency_that_reaches_out_is_shown_at_the_users_call() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import { connect } from 'client';\nexport const a = await connect('db.example.com');",
        ),
        ("node_modules/client/package.json", r#"{ "main": "index.js" }"#),
        (
            "node_modules/client/index.js",
            "const net = require('net');\nexports.connect = async (host) => {\n  await null;\n  const socket = new net.Socket();\n  return new Promise((_, reject) => socket.connect(5432, host).on('error', reject));\n};",
        ),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    Sandbox: net.Socket.connect(5432) was called: there is no network while a config or schema is read
      --> schema.ts:1:25
       | import { connect } from 'client';
       |                         ^^^^^^^^
      at  node_modules/client/index.js:5:58
      at  node_modules/client/index.js:5:14
      imported as 'client' schema.ts:1:25
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
}

#[test]
fn what_is_only_set_up_does_no_harm() {
    let text = "
        import net from 'node:net'; import tls from 'node:tls'; import http from 'node:http'; import zlib from 'node:zlib';
        import { createServer } from 'node:https'; import dns from 'node:dns'; import { promisify } from 'node:util';
        import cluster from 'node:cluster'; import * as v8 from 'node:v8'; import { Database } from 'bun:sqlite'; import 'server-only';
        class Own extends http.Agent { constructor() { super({ keepAlive: true }) } }
        class Stream extends zlib.Gzip { own = 1 }
        const inflate = promisify(zlib.inflate);
        const socket = new net.Socket(); socket.setKeepAlive(true).on('error', () => {});
        const server = createServer(); new tls.TLSSocket(socket as any);
        dns.setDefaultResultOrder('ipv4first');
        const db = new Database(':memory:'); db.query('x').all();
        export const a = [new Own().maxSockets === Infinity, http.METHODS.includes('GET'), http.STATUS_CODES[404], zlib.constants.Z_BEST_SPEED, net.isIP('::1'), net.isIP('127.0.0.1'), net.isIP('x'), new Stream().own, typeof inflate, typeof server.close, cluster.isPrimary, typeof v8.getHeapStatistics];
    ";
    let project = Project::new(&[("schema.ts", text)]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":[true,true,"Not Found",1,6,4,0,1,"function","function",true,"function"]}"#);
}

#[test]
fn background_work_that_is_refused_is_not_an_error() {
    let text = "
        void fetch('https://example.com');
        const warm = async () => { const net = await import('node:net'); net.connect(1) };
        void warm();
        setTimeout(() => { throw Object.assign(new Error('x'), { code: 'ERR_SANDBOX' }) }, 1);
        process.nextTick(() => fetch('https://example.com'));
        setInterval(() => {}, 1000);
        await new Promise((resolve) => setTimeout(resolve, 5));
        export const a = 1;
    ";
    assert_eq!(Project::new(&[("schema.ts", text)]).exports("schema.ts"), r#"{"a":1}"#);
}

#[test]
fn a_refusal_can_be_caught() {
    let text = "
        let secret = 'none';
        try { secret = await (await fetch('https://example.com')).text() } catch (error: any) { secret = error.code }
        export const a = secret;
    ";
    assert_eq!(Project::new(&[("schema.ts", text)]).exports("schema.ts"), r#"{"a":"ERR_SANDBOX"}"#);
}

#[test]
fn the_inner_doors_are_closed() {
    let text = "
        export const a = [typeof (globalThis as any).native, typeof (globalThis as any).internals, typeof (globalThis as any).std, typeof (globalThis as any).os];
        export const b = new Function('return typeof native + typeof internals')();
    ";
    assert_snapshot!(Project::new(&[("schema.ts", text)]).exports("schema.ts"), @r#"{"a":["undefined","undefined","undefined","undefined"],"b":"undefinedundefined"}"#);
    assert_snapshot!(error_of("import x from 'mizzle:library/fs';\nexport const a = x;"), @"
    MissingModule: cannot find module 'mizzle:library/fs'
      --> schema.ts:1:15
       | import x from 'mizzle:library/fs';
       |               ^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn printed_text_goes_to_the_caller() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = lines.clone();
    let text = "
        console.log('a %s', 1, { b: [1, 'x'], c: null }, new Map([['k', 1n]]));
        console.error(new Error('broken').message);
        console.warn('%d%%', 5); console.info(undefined, Symbol('s'), () => {}, class A {});
        process.stdout.write('raw\\n');
        console.group('g'); console.log('in'); console.groupEnd(); console.log('out');
        console.log('lone \\ud800 surrogate');
        console.table([1]); console.assert(false, 'why'); console.count();
    ";
    let project = Project::with(&[("schema.ts", text)], |options| {
        options.console = std::sync::Arc::new(move |stream, text| {
            sink.lock().unwrap().push(format!("{stream:?} {text}"));
        });
    });
    project.exports("schema.ts");
    let printed = lines.lock().unwrap().concat();
    assert_snapshot!(printed, @"
    Out a 1 { b: [ 1, 'x' ], c: null } Map(1) { 'k' => 1n }
    Err broken
    Err 5%
    Out undefined Symbol(s) [Function (anonymous)] [class A]
    Out raw
    Out g
    Out   in
    Out out
    Out lone � surrogate
    Out [ 1 ]
    Err Assertion failed: why
    Out default: 1
    ");
}
