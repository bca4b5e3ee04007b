import { answerProblem } from "@/lib/partner-api/problems";

const answer = () => answerProblem("unknown_path");

// Everything under `/api/v1` that no other route answers.
export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
