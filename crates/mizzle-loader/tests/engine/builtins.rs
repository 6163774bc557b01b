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

#[test]
fn what_they_give_is_what_node_gives() {
    let script = include_str!("node/builtins.mjs");
    let expected: serde_json::Value =
        serde_json::from_str(include_str!("node/builtins.json")).unwrap();
    let project = Project::new(&[("builtins.mjs", script)]);
    let given: serde_json::Value = serde_json::from_str(&project.exports("builtins.mjs")).unwrap();
    let differences: Vec<_> = expected
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(name, list)| {
            let given = given[name].as_array().unwrap();
            let pairs = list.as_array().unwrap().iter().zip(given).enumerate();
            pairs
                .filter(|(_, (expected, given))| expected != given)
                .map(|(index, (expected, given))| format!("{name}[{index}]: {expected} is {given}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
