import { parseDescription } from "@/lib/anytime/values/description";
import { readableCase } from "@/lib/anytime/values/merchant-case";
import { type MerchantName, nameMerchant } from "@/lib/cards/merchants/name-merchant";
import { MERCHANTS } from "@/lib/sandbox/payments/merchants";
import type { Draw } from "./draw";

/** A shop of a merchant, with what the bank prints about it. */
export interface Shop {
  readonly description: string;
  readonly merchant: string;
  readonly city: string | null;
  readonly country: string | null;
  readonly named: MerchantName;
  readonly mcc: string;
  readonly currency: string;
  /** Euros for one unit. */
  readonly rate: number;
  readonly least: number;
  readonly most: number;
}

const CITIES = [
  ["PARIS", "75011", "FRA"],
  ["LYON", "69003", "FRA"],
  ["MARSEILLE", "13006", "FRA"],
  ["TOULOUSE", "31000", "FRA"],
  ["NICE", "06000", "FRA"],
  ["NANTES", "44000", "FRA"],
  ["MONTPELLIER", "34000", "FRA"],
  ["STRASBOURG", "67000", "FRA"],
  ["BORDEAUX", "33000", "FRA"],
  ["LILLE", "59000", "FRA"],
  ["RENNES", "35000", "FRA"],
  ["REIMS", "51100", "FRA"],
  ["TOULON", "83000", "FRA"],
  ["SAINT ETIENNE", "42000", "FRA"],
  ["LE HAVRE", "76600", "FRA"],
  ["GRENOBLE", "38000", "FRA"],
  ["DIJON", "21000", "FRA"],
  ["ANGERS", "49000", "FRA"],
  ["NIMES", "30000", "FRA"],
  ["BREST", "29200", "FRA"],
] as const;
const STREETS = [
  "RUE DE LA GARE",
  "PLACE DU MARCHE",
  "AVENUE FOCH",
  "RUE VICTOR HUGO",
  "BOULEVARD CARNOT",
] as const;
const KINDS = [
  ["BOULANGERIE", "5462", 110, 2_400],
  ["PHARMACIE", "5912", 320, 6_900],
  ["CAFE", "5814", 180, 2_900],
  ["RESTAURANT", "5812", 1_200, 11_000],
  ["GARAGE", "7538", 4_900, 68_000],
  ["COIFFURE", "7230", 1_500, 9_000],
  ["FLEURISTE", "5992", 900, 8_500],
  ["EPICERIE", "5411", 250, 5_600],
  ["LIBRAIRIE", "5942", 600, 7_400],
  ["TABAC PRESSE", "5993", 150, 5_500],
  ["BOUCHERIE", "5422", 700, 8_800],
  ["HOTEL", "7011", 5_500, 24_000],
] as const;
const OWNERS = [
  "DU CENTRE",
  "DE LA PLACE",
  "DES HALLES",
  "DU PORT",
  "MARTIN",
  "LEFEVRE",
  "GARNIER",
  "DES ARTS",
  "SAINT MICHEL",
  "DE LA POSTE",
  "DU THEATRE",
  "BELLEVUE",
  "DES LILAS",
  "DE LA MAIRIE",
  "DU COMMERCE",
  "ROSSI",
  "NGUYEN",
  "BENALI",
] as const;
const ABROAD = [
  ["ICA SUPERMARKET", "STOCKHOLM", "11122", "SWE", "SEK", "5411", 4_000, 90_000],
  ["ZABKA", "WARSZAWA", "00-001", "POL", "PLN", "5411", 900, 16_000],
  ["7-ELEVEN", "TOKYO", "1000001", "JPN", "JPY", "5499", 300, 6_000],
  ["TIM HORTONS", "MONTREAL", "H2X1Y4", "CAN", "CAD", "5814", 300, 3_500],
  ["MARJANE", "CASABLANCA", "20000", "MAR", "MAD", "5411", 4_000, 90_000],
  ["MERCADONA", "BARCELONA", "08001", "ESP", "EUR", "5411", 600, 12_000],
  ["ESSELUNGA", "MILANO", "20121", "ITA", "EUR", "5411", 700, 14_000],
  ["PINGO DOCE", "LISBOA", "1100", "PRT", "EUR", "5411", 500, 9_000],
] as const;
const RATES: Readonly<Record<string, number>> = {
  EUR: 1,
  GBP: 1.1632,
  USD: 0.8624,
  CHF: 1.0749,
  SEK: 0.0912,
  PLN: 0.2358,
  JPY: 0.0055,
  CAD: 0.6128,
  MAD: 0.0931,
};

/** So many of the sandbox's merchants are French, and have shops everywhere. */
const FRENCH = 32;

/** Shops, those that are visited most first: chains with their shops, independent ones, and some abroad. */
export function drawShops(draw: Draw, count: number): Shop[] {
  const shops = MERCHANTS.map(({ name, street, city, postcode, country, ...rest }) =>
    shop({ name, street, city, postcode, country }, rest),
  );
  while (shops.length < count)
    shops.push(draw.chance(0.06) ? abroad(draw) : draw.chance(0.35) ? branch(draw) : independent(draw));
  return shops;
}

function branch(draw: Draw): Shop {
  const { name, ...rest } = draw.pick(MERCHANTS.slice(0, FRENCH));
  const [city, postcode, country] = draw.pick(CITIES);
  const numbered = draw.chance(0.5) ? `${name} ${100 + draw.below(900)}` : name;
  return shop({ name: numbered, street: draw.pick(STREETS), city, postcode, country }, rest);
}

function independent(draw: Draw): Shop {
  const [kind, mcc, least, most] = draw.pick(KINDS);
  const [city, postcode, country] = draw.pick(CITIES);
  const prefix = draw.chance(0.12) ? draw.pick(["SUMUP  *", "ZETTLE_*", "PAYPAL *"]) : "";
  const name = `${prefix}${kind} ${draw.pick(OWNERS)}`;
  return shop(
    { name, street: draw.pick(STREETS), city, postcode, country },
    { mcc, currency: "EUR", least, most },
  );
}

function abroad(draw: Draw): Shop {
  const [name, city, postcode, country, currency, mcc, least, most] = draw.pick(ABROAD);
  const numbered = `${name} ${1_000 + draw.below(9_000)}`;
  return shop(
    { name: numbered, street: "MAIN STREET", city, postcode, country },
    { mcc, currency, least, most },
  );
}

interface Place {
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
}

function shop(
  { name, street, city, postcode, country }: Place,
  { mcc, currency, least, most }: Pick<Shop, "mcc" | "currency" | "least" | "most">,
): Shop {
  const description = `${name} - ${street}, ${city},${postcode},${country},${country}`;
  const read = parseDescription(description);
  const said = {
    merchant: read.merchant,
    city: read.city === null ? null : readableCase(read.city),
    country: read.country,
  };
  return {
    ...said,
    description,
    named: nameMerchant(said),
    ...{ mcc, currency, least, most, rate: RATES[currency] ?? 1 },
  };
}
