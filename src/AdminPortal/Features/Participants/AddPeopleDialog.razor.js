// Handed over as a stream of bytes: the text may be longer than one message of the circuit.
export function read(area) {
  return new TextEncoder().encode(area.value);
}
