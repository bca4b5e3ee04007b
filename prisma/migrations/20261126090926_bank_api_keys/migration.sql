-- CreateTable
CREATE TABLE "bank_api_keys" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "slot" "site_credential_slot" NOT NULL,
    "public_pem" TEXT NOT NULL,
    "private_sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "bank_api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_api_budgets" (
    "site_id" UUID NOT NULL,
    "calls_per_second" INTEGER NOT NULL DEFAULT 2,
    "calls_per_day" INTEGER NOT NULL DEFAULT 2000,
    "halvings" INTEGER NOT NULL DEFAULT 0,
    "halved_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "bank_api_budgets_pkey" PRIMARY KEY ("site_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "bank_api_keys_site_id_slot_key" ON "bank_api_keys"("site_id", "slot");

-- AddForeignKey
ALTER TABLE "bank_api_keys" ADD CONSTRAINT "bank_api_keys_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_api_budgets" ADD CONSTRAINT "bank_api_budgets_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
