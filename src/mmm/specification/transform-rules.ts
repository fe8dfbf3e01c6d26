// What the parts of a model file about adstock and saturation must be: the wording of the kinds there are and of their settings.

import { kindRule, transformRule } from "../../problems/model-file-problems.ts";
import type { Rule } from "../../problems/written-file-problems.ts";
import { settingHint, wanted } from "../../settings/index.ts";
import { adstocks, defaultAdstock } from "../adstock/index.ts";
import { defaultSaturation, saturations } from "../saturation/index.ts";
import type { TransformSetting } from "../transforms/index.ts";

/** A kind as the parts of a model file about it need it. */
interface Described {
  readonly name: string;
  readonly settings?: Readonly<Record<string, TransformSetting>>;
}

const kindsOf = {
  adstock: () => ({ kinds: adstocks.all() as readonly Described[], fallback: defaultAdstock.value }),
  saturation: () => ({ kinds: saturations.all() as readonly Described[], fallback: defaultSaturation.value }),
} as const;

/** The rule behind an error of the schema about adstock or saturation: `adstock`, `adstockKind`, `adstock.window`. */
export function transformRuleOf(name: string): Rule | undefined {
  for (const part of ["adstock", "saturation"] as const) {
    if (!name.startsWith(part)) continue;
    const { kinds, fallback } = kindsOf[part]();
    const names = kinds.map((kind) => kind.name);
    if (name === `${part}Kind`) return kindRule(names, fallback);
    const settings = kinds.flatMap((kind) => Object.entries(kind.settings ?? {}));
    if (name === part) {
      return transformRule(part, names, [...new Set(settings.map(([setting]) => setting))], fallback);
    }
    const found = settings.find(([setting]) => name === `${part}.${setting}`);
    return found === undefined ? undefined : settingRuleOf(found[1]);
  }
  return undefined;
}

/** What a setting of a kind must be. */
export function settingRuleOf(setting: TransformSetting): Rule {
  const must = wanted(setting);
  return { must: setting.word === undefined ? must : `${setting.word} or ${must}`, hint: settingHint(setting) };
}
