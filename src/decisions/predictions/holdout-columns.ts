// A column of a checked table by the name that specifications have for it.

import type { MediaData } from "../../data/panel/index.ts";

/** Values of a channel (by column), a control or the target. @throws RangeError when the table has no such column */
export function columnOf(data: MediaData, name: string): Float64Array {
  const channel = data.channels.find(({ column }) => column === name);
  const found =
    (channel?.organic === true ? channel.driver?.values : channel?.spend) ??
    data.controls.find((control) => control.name === name)?.values ??
    (data.target.name === name ? data.target.values : undefined);
  if (found === undefined) throw new RangeError(`The table has no column "${name}".`);
  return found;
}
