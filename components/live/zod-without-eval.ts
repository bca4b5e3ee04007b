import { z } from "zod";

// zod tries `new Function` where schemas are made, which staff pages' policy refuses and reports. Servers may.
if (typeof window !== "undefined") z.config({ jitless: true });
