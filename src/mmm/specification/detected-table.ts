// What resolving a specification needs to know of a table.

import type { Cadence, GeoData } from "../../data/panel/index.ts";
import type { TargetKind } from "../../settings/index.ts";

/** What has to be known of a table; the `MediaData` of the data layer has it all. */
export interface DetectedTable {
  /** Path of the table, as given. */
  readonly source: string;
  readonly cadence: Cadence;
  /** Column of the week or date. */
  readonly dateColumn: string;
  /** Days, weeks, months or quarters of the calendar. Known of panels. */
  readonly rows?: number;
  /** Of these rows: ISO dates, or the numbers of weeks as text. */
  readonly dates?: readonly string[];
  /** The geos of a panel, whose values are [geo][time], and the column that names them. */
  readonly geos?: readonly GeoData[];
  readonly geoColumn?: string;
  /** Default priors of the coefficients follow from values of target and spend, and values tell how much of what was published is noise. */
  readonly target: {
    readonly name: string;
    readonly kind?: TargetKind;
    readonly values?: Float64Array;
    readonly worth?: { readonly column: string; readonly values: Float64Array };
  };
  readonly channels: readonly {
    readonly name: string;
    readonly column: string;
    readonly spend?: Float64Array;
    /** What drives it in place of its spend, where another column does. */
    readonly driver?: { readonly column: string; readonly values: Float64Array };
    readonly organic?: true;
    readonly nationalOnly?: true;
  }[];
  readonly controls: readonly { readonly name: string; readonly values?: Float64Array }[];
  /** ISO code, where the table states one. */
  readonly currency?: string;
  /** What each column is and why, where that was found. */
  readonly columns?: readonly { readonly column: string; readonly role: string; readonly reason: string }[];
}
