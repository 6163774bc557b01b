//! Node's modules and globals.

use crate::project::Project;

#[test]
fn every_builtin_and_global_can_be_made() {
    let project = Project::new(&[(
        "schema.ts",
        "import { builtinModules, createRequire } from 'node:module';
         const require = createRequire(import.meta.url);
         export const failed: string[] = [];
         for (const name of builtinModules) {
           try { const m = require(name); if (m === undefined) throw new Error('undefined'); await import('node:' + name); }
           catch (error) { failed.push(`${name}: ${error}`); }
         }
         const globals = ['TextEncoder','TextDecoder','atob','btoa','URL','URLSearchParams','structuredClone','Event','EventTarget','AbortController','AbortSignal','DOMException','MessageChannel','fetch','Headers','Request','Response','FormData','Blob','File','WebSocket','ReadableStream','WritableStream','TransformStream','crypto','performance','Intl','Buffer','process','global','navigator','console','setTimeout','setInterval','setImmediate','clearTimeout','queueMicrotask','WebAssembly','CompressionStream','BroadcastChannel'];
         for (const name of globals) {
           try { if ((globalThis as any)[name] === undefined) throw new Error('undefined'); }
           catch (error) { failed.push(`${name}: ${error}`); }
         }
        ",
    )]);
    assert_eq!(project.exports("schema.ts"), r#"{"failed":[]}"#);
}
