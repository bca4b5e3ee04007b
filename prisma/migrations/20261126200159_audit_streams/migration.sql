-- CreateTable
CREATE TABLE "audit_streams" (
    "name" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "audit_streams_pkey" PRIMARY KEY ("name")
);
