// Names of places, of population, of other keys, and of the two columns of tables with one row for each value.

import { describe, expect, it } from "vitest";
import {
  isGeoName,
  isNationalName,
  isOtherKeyName,
  isPopulationName,
  isValueName,
  isVariableName,
} from "../../../src/data/roles/place-names.ts";

const names = (text: string): readonly string[] => text.split(", ");

describe.each([
  {
    what: "a geo",
    is: isGeoName,
    yes: "geo, Geography, region, Regions, Region Name, market, DMA, dma_code, State, store_id, Store No, sales_region, ZIP, Bundesland, Filiale, provincia, pays, Município, location",
    no: "spend_TV, store_sales, open_stores, market_share, regional_promo, country_manager_cost, date, state_tax, population, TV",
  },
  {
    what: "the population of geos",
    is: isPopulationName,
    yes: "population, Population 2020, pop, geo_population, inhabitants, Households, Einwohner, Bevölkerung, população",
    no: "popup_spend, popularity, price, geo",
  },
  {
    what: "another key of rows",
    is: isOtherKeyName,
    yes: "product, Product Category, brand, sku, campaign_name, Channel, media_type, Platform, Segment",
    no: "geo, product_price, brand_search_spend, revenue",
  },
  { what: "variables", is: isVariableName, yes: "VariableName, variable, Metric, metric_name, KPI", no: "value, geo" },
  {
    what: "values",
    is: isValueName,
    yes: "VariableValue, value, metric value, Wert",
    no: "order_value, variable, values_tv",
  },
])("A column of $what", ({ is, yes, no }) => {
  it.each(names(yes))("may be called %s", (name) => {
    expect(is(name)).toBe(true);
  });

  it.each(names(no))("is not called %s", (name) => {
    expect(is(name)).toBe(false);
  });
});

describe("A geo of all geos together", () => {
  it.each(names("National, TOTAL, Grand Total, all_regions, Nationwide, Gesamt"))("may be called %s", (name) => {
    expect(isNationalName(name)).toBe(true);
  });

  it.each(names("North, Nationwide Mutual, Total Wine, Rest"))("is not called %s", (name) => {
    expect(isNationalName(name)).toBe(false);
  });
});
