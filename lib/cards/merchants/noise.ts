// What stands around a merchant's name on a card's statement, in folded words. Each change of these lists, or of the
// rules that use them, needs the next version in name-merchant.ts.

/** Providers of payments that put their name before the merchant's, with `*` between the two. */
export const PROVIDERS = listed(`
  sumup zettle izettle iz paypal pp sp sq square stripe mollie mol adyen ady cko checkout klarna alma payplug lyf
  lydia paygreen viva nyx nayax tst toast fs fastspring 2co paddle eb gumroad gumrd gum ppro dojo worldline wl
  worldpay wp hipay payline systempay stancer revolut cb`);

/** Those whose name is part of no other: it need not have a `*` behind it. */
export const UNMISTAKABLE = listed("sumup zettle izettle paypal sp payplug");

/** What some banks begin with. */
export const OPENINGS: readonly (readonly string[])[] = [
  "paiement par carte",
  "paiement carte",
  "paiement cb",
  "achat par carte",
  "achat carte",
  "achat cb",
].map((words) => words.split(" "));

export const LEGAL_FORMS = listed(`
  sa sas sasu sarl eurl eirl ei sci snc scop selarl selas gie gmbh ag kg ug ohg ltd limited llc llp inc incorporated
  corp corporation plc bv nv srl sprl spa sl ab oy aps sro pty`);

/** Legal forms that also stand in front: others, such as `sa` and `ag`, begin names. */
export const LEGAL_OPENINGS = listed("sas sasu sarl eurl snc sci selarl");

/** What says that the number behind it is that of a shop. */
export const SHOP_MARKS = listed("no nr n num numero mag magasin store shop ag agence bq");

/** Cities that stand behind a name where a bank has no field of its own for them. */
export const CITIES: ReadonlySet<string> = new Set(
  [
    ...listed(`
      paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims toulon grenoble
      dijon angers nimes villeurbanne clermont-ferrand aix-en-provence brest tours amiens limoges annecy metz
      perpignan besancon orleans rouen mulhouse caen nancy avignon poitiers versailles pau cannes antibes
      boulogne-billancourt saint-denis saint-etienne la-rochelle le-havre le-mans la-defense london londres berlin
      amsterdam bruxelles brussels luxembourg geneve zurich madrid barcelona barcelone milano milan roma rome lisboa
      dublin`),
  ].map((name) => name.replaceAll("-", " ")),
);

/** A word that joins what follows to the name: `Hôtel de Paris` is no Hôtel in Paris. */
export const JOINING = listed("de du des d la le les l a au aux en et sur of the in and");

export const COUNTRY_WORDS = listed("fr fra france cedex");

/** What stands in every city, so that the city belongs to its name. */
export const EVERYWHERE = listed(`
  hotel auberge camping gite mairie ville metropole prefecture tresorerie tresor cpam caf poste pharmacie docteur dr
  cabinet medical clinique hopital chu chru laboratoire opticien taxi taxis garage auto parking gare aeroport airport
  metro tram tramway bus port marche boulangerie patisserie boucherie epicerie tabac presse cafe bar brasserie
  restaurant pizzeria bistrot kebab sushi musee theatre cinema opera piscine stade ecole lycee college universite
  creche bibliotheque librairie office tourisme centre club le la les l de du`);

function listed(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
