// What other folders take from settings/schema.

export { settingSchema, settingShape, type Written } from "./schema.ts";
