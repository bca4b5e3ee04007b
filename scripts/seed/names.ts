import type { Draw } from "./draw";

const FIRST =
  listed(`Camille Léa Manon Chloé Inès Jade Louise Emma Zoé Anaïs Élise Margaux Océane Aurélie Céline Amélie Hélène
Françoise Noémie Agathe Yasmine Fatou Aïcha Sofia Nour Lucas Hugo Jules Louis Gabriel Raphaël Théo Noël Mathéo
Rémi Jérôme François Stéphane Benoît Loïc Gaël Cédric Karim Mehdi Amine Youssef Ibrahima Mamadou Nicolas Antoine
Jean-Pierre Marie-Claire Jean-Baptiste Anne-Sophie Lukas Jonas Giulia Marta Nuno`);
const LAST =
  listed(`Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèvre Leroy Roux David
Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Faure André Mercier Blanc
Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nguyen Henry Roussel
Mathieu Gautier Masson Marchand Duval Denis Dumont Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly
Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron
Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc
Payet Rolland Leclercq Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin
Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré
Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernández Le_Gall Collet Léger
Bouvier Julien Prévost Millet Perrot Daniel Le_Roux Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier
Lévêque Perrier Leblanc Barré Lebrun Grondin Marchal Weber Benali Diallo Traoré Haddad Bensaïd O’Connor
D’Almeida`);

/** A plausible name. */
export function drawName(draw: Draw): string {
  return `${draw.pick(FIRST)} ${draw.pick(LAST)}`;
}

/** An e-mail address made of a name, that no other person has. */
export function emailOf(name: string, number: number): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return `${plain.replaceAll(/[^a-z]+/g, ".")}.${number}@example.com`;
}

/** Names with a space in them are written with an underscore. */
function listed(text: string): string[] {
  return text.split(/\s/).map((name) => name.replaceAll("_", " "));
}
