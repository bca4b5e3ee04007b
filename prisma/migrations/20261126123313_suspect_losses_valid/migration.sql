ALTER TABLE "payment_gaps" VALIDATE CONSTRAINT "payment_gaps_cause_check";
