// The image's health check: whether the process answers. Whether it should get traffic is the question of /readyz.
const port = process.env.PORT || "3000";
const answer = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(2_500) }).catch(
  () => null,
);
process.exitCode = answer?.ok ? 0 : 1;
