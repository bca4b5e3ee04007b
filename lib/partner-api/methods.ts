import { answerProblem } from "./problems";

type Answer = () => Response;
const refuse = (allowed: string): Answer => {
  const detail = `This address takes ${allowed}.`;
  return () => answerProblem("wrong_method", { detail, headers: { Allow: allowed } });
};

/** The methods that a read-only path refuses. */
export function refuseAllButGet(): Record<"POST" | "PUT" | "PATCH" | "DELETE", Answer> {
  const answer = refuse("GET");
  return { POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}

/** The methods that a write-only path refuses. */
export function refuseAllButPost(): Record<"GET" | "PUT" | "PATCH" | "DELETE", Answer> {
  const answer = refuse("POST");
  return { GET: answer, PUT: answer, PATCH: answer, DELETE: answer };
}
