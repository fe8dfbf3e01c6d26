// The days of the week.

export type WeekDay = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** Days after Monday, as ISO 8601 counts them. */
export const weekDayNumbers: Readonly<Record<WeekDay, number>> = {
  monday: 0,
  tuesday: 1,
  wednesday: 2,
  thursday: 3,
  friday: 4,
  saturday: 5,
  sunday: 6,
};

export const weekDays: [WeekDay, ...WeekDay[]] = Object.keys(weekDayNumbers) as [WeekDay, ...WeekDay[]];
