// The GPU that tests run on: a software adapter where Debian's chromium has brought one, unless the environment names another driver.

import { existsSync } from "node:fs";
import { type Gpu, openGpu } from "../../../src/compile/wgsl/index.ts";
import { whereItOpens } from "../../support/optional.ts";

const softwareDriver = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** The GPU, or undefined where there is none, which CI does not tolerate. */
export async function gpuOfTests(): Promise<Gpu | undefined> {
  // Read when the loader of Vulkan drivers is loaded, which happens with the first adapter.
  if (existsSync(softwareDriver)) process.env.VK_ICD_FILENAMES ??= softwareDriver;
  return whereItOpens(openGpu);
}
