/** Where customers of the simulated bank pay. Amounts are in cents of the merchant's currency. */
export interface Merchant {
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
  readonly mcc: string;
  readonly currency: string;
  readonly least: number;
  readonly most: number;
}

type Line = readonly [
  name: string,
  street: string,
  city: string,
  postcode: string,
  mcc: string,
  least: number,
  most: number,
];

const FRENCH: readonly Line[] = [
  ["CARREFOUR CITY", "RUE OBERKAMPF", "PARIS", "75011", "5411", 420, 6_800],
  ["MONOPRIX", "RUE DU CALVAIRE", "NANTES", "44000", "5411", 650, 9_400],
  ["FRANPRIX", "AVENUE JEAN JAURES", "LYON", "69007", "5411", 300, 4_200],
  ["BIOCOOP", "RUE DES HALLES", "RENNES", "35000", "5411", 800, 7_600],
  ["SNCF CONNECT", "PLACE AUX ETOILES", "SAINT DENIS", "93210", "4112", 1_200, 14_500],
  ["RATP", "QUAI DE LA RAPEE", "PARIS", "75012", "4111", 215, 8_640],
  ["FNAC DIRECT", "RUE DES BATEAUX LAVOIRS", "IVRY SUR SEIN", "94768", "5942", 790, 19_900],
  ["DECATHLON", "BOULEVARD DE VALMY", "LILLE", "59650", "5941", 990, 15_900],
  ["LEROY MERLIN", "ROUTE DE PARIS", "TOULOUSE", "31200", "5200", 1_450, 28_000],
  ["PHARMACIE DU PORT", "QUAI DU PORT", "MARSEILLE", "13002", "5912", 380, 4_900],
  ["BOULANGERIE PAUL", "RUE DE RIVOLI", "PARIS", "75004", "5462", 140, 1_980],
  ["LE PETIT CAMBODGE", "RUE ALIBERT", "PARIS", "75010", "5812", 1_150, 5_400],
  ["BRASSERIE GEORGES", "COURS DE VERDUN", "LYON", "69002", "5812", 1_890, 9_800],
  ["CAFE DE FLORE", "BOULEVARD SAINT GERMAIN", "PARIS", "75006", "5814", 480, 3_600],
  ["TOTAL ACCESS", "AVENUE BERTHELOT", "LYON", "69008", "5541", 2_000, 9_500],
  ["ORANGE BOUTIQUE", "RUE SAINTE CATHERINE", "BORDEAUX", "33000", "4814", 999, 6_999],
  ["FREE MOBILE", "RUE DE LA VILLE L EVEQUE", "PARIS", "75008", "4814", 1_999, 1_999],
  ["EDF", "AVENUE DE WAGRAM", "PARIS", "75008", "4900", 3_500, 16_000],
  ["UGC CINE CITE", "PLACE DE LA ROTONDE", "PARIS", "75001", "7832", 790, 2_980],
  ["ZARA", "RUE DE LA REPUBLIQUE", "MARSEILLE", "13001", "5651", 1_595, 12_900],
  ["SEPHORA", "AVENUE DES CHAMPS ELYSEES", "PARIS", "75008", "5977", 1_290, 9_900],
  ["IKEA", "ROUTE DE GENAS", "VAULX EN VELIN", "69120", "5712", 1_990, 34_900],
  ["LA POSTE", "RUE DU LOUVRE", "PARIS", "75001", "9402", 139, 2_450],
  ["BLABLACAR", "RUE DE MENILMONTANT", "PARIS", "75020", "4789", 600, 4_800],
  ["AUCHAN", "AVENUE DE FLANDRE", "VILLENEUVE D ASCQ", "59650", "5411", 890, 16_400],
  ["PICARD SURGELES", "RUE DU FAUBOURG DU TEMPLE", "PARIS", "75011", "5411", 560, 5_800],
  ["NICOLAS", "RUE DE LEVIS", "PARIS", "75017", "5921", 690, 7_400],
  ["VELIB METROPOLE", "RUE DES PETITES ECURIES", "PARIS", "75010", "4111", 310, 830],
  ["INDIGO PARKING", "PLACE BELLECOUR", "LYON", "69002", "7523", 180, 3_200],
  ["IBIS HOTEL", "RUE DE LA GARE", "STRASBOURG", "67000", "7011", 5_900, 13_800],
  ["LIBRAIRIE MOLLAT", "RUE VITAL CARLES", "BORDEAUX", "33000", "5942", 690, 6_200],
  ["OPTIC 2000", "RUE NATIONALE", "LILLE", "59000", "8043", 4_900, 38_000],
];
const FOREIGN: readonly (readonly [...Line, country: string, currency: string])[] = [
  ["AMAZON UK RETAIL", "PRINCIPAL PLACE", "LONDON", "EC2A2FA", "5999", 900, 12_000, "GBR", "GBP"],
  ["PRET A MANGER", "FLEET STREET", "LONDON", "EC4A2AB", "5814", 350, 1_600, "GBR", "GBP"],
  ["GITHUB INC", "COLIN P KELLY JR STREET", "SAN FRANCISCO", "94107", "5734", 400, 4_800, "USA", "USD"],
  ["SBB CFF FFS", "HILFIKERSTRASSE", "BERN", "3000", "4112", 800, 9_600, "CHE", "CHF"],
  ["COOP PRONTO", "RUE DU RHONE", "GENEVE", "1204", "5411", 620, 6_100, "CHE", "CHF"],
  ["ROSSMANN", "FRIEDRICHSTRASSE", "BERLIN", "10117", "5912", 420, 4_300, "DEU", "EUR"],
  ["UBER TRIP", "MR TREUBLAAN", "AMSTERDAM", "1097", "4121", 700, 3_900, "NLD", "EUR"],
  ["DELHAIZE", "CHAUSSEE D IXELLES", "BRUXELLES", "1050", "5411", 900, 8_200, "BEL", "EUR"],
  ["COLRUYT", "STEENWEG OP GENT", "HALLE", "1500", "5411", 1_100, 9_900, "BEL", "EUR"],
  ["SNCB INTERNATIONAL", "RUE DE FRANCE", "BRUXELLES", "1060", "4112", 900, 7_800, "BEL", "EUR"],
  ["ALBERT HEIJN", "DAMRAK", "AMSTERDAM", "1012", "5411", 480, 5_200, "NLD", "EUR"],
  ["LIDL", "FRANKFURTER ALLEE", "BERLIN", "10247", "5411", 390, 6_100, "DEU", "EUR"],
  ["DB VERTRIEB", "EUROPA ALLEE", "FRANKFURT", "60327", "4112", 1_290, 15_900, "DEU", "EUR"],
  ["EL CORTE INGLES", "CALLE DE PRECIADOS", "MADRID", "28013", "5311", 1_490, 24_900, "ESP", "EUR"],
  ["RENFE VIAJEROS", "AVENIDA DE PIO XII", "MADRID", "28036", "4112", 1_100, 9_800, "ESP", "EUR"],
  ["MERCADONA", "CARRER DE MALLORCA", "BARCELONA", "08013", "5411", 420, 6_400, "ESP", "EUR"],
  ["TRENITALIA", "PIAZZA DELLA CROCE ROSSA", "ROMA", "00161", "4112", 990, 8_900, "ITA", "EUR"],
  ["ESSELUNGA", "VIALE PIAVE", "MILANO", "20129", "5411", 560, 7_700, "ITA", "EUR"],
  ["PINGO DOCE", "RUA AUGUSTA", "LISBOA", "1100", "5411", 350, 4_800, "PRT", "EUR"],
  ["CACTUS", "ROUTE D ARLON", "BERTRANGE", "8050", "5411", 640, 9_100, "LUX", "EUR"],
  ["HOTEL SACHER", "PHILHARMONIKERSTRASSE", "WIEN", "1010", "7011", 14_900, 38_000, "AUT", "EUR"],
  ["TESCO EXTRA", "WEST CROMWELL ROAD", "LONDON", "W148PB", "5411", 480, 6_900, "GBR", "GBP"],
];

/** Merchants, most of them French. */
export const MERCHANTS: readonly Merchant[] = [
  ...FRENCH.map((line) => make(line, "FRA", "EUR")),
  ...FOREIGN.map(([name, street, city, postcode, mcc, least, most, country, currency]) =>
    make([name, street, city, postcode, mcc, least, most], country, currency),
  ),
];

function make(
  [name, street, city, postcode, mcc, least, most]: Line,
  country: string,
  currency: string,
): Merchant {
  return { name, street, city, postcode, mcc, least, most, country, currency };
}
