// Where a delegate stands, and when a phone gives a sign of it: worked out of what is sent to all.

const NEAR = ["soon", "next", "speaking"];
const nearness = (place) => NEAR.indexOf(place);
export const isNear = (place) => nearness(place) >= 0;

// Of several inscriptions the first to be heard: how many come before it, and its estimate.
export const first = (places, numbers) => {
  const before = places.findIndex(([number]) => numbers.includes(number));
  return before < 0 ? null : { before, estimate: places[before] };
};

// Whether a delegation of that name has the floor for a statement or a reply; a point of order is
// no turn that one waits for.
export const speaks = (speech, name) => speech?.name === name && ["statement", "reply"].includes(speech.turn);

// `listed`: whether it has anything on the list; `near`: from how many before one is to be ready.
export const placeOf = ({ floor, places, name, listed, turn, near }) => {
  if (speaks(floor?.current, name)) return "speaking";
  if (!floor || !places) return "waiting";
  if (!turn) return listed ? "heard" : "none";
  if (turn.before === 0) return "next";
  if (floor.state === "not_opened") return "later"; // nobody need be ready yet
  return turn.before <= near ? "soon" : "later";
};

// The sign that is given when `was` becomes `place`, after that of `told`: once for each that is
// nearer. Who is called in turn knows already; who is called out of turn gets one without a tone,
// beside a microphone.
export const signOf = ({ was, place, told }) => {
  if (nearness(place) <= nearness(was) || told === place) return null;
  if (place !== "speaking") return "loud";
  return isNear(was) ? null : "silent";
};
