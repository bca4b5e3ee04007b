// zod tries `new Function` when schemas are created, which the policy of staff pages refuses and reports. This is where
// zod keeps its settings for all its copies; importing zod to set it would bring it to every page.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
