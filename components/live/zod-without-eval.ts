import * as z from "zod/mini";

// zod tries `new Function` when schemas are created, which the policy of staff pages refuses and reports. Servers may.
if (typeof window !== "undefined") z.config({ jitless: true });
