// What names of columns say, as people write them.

import { describe, expect, it } from "vitest";
import { channelName, meaningOf } from "../../../src/data/roles/index.ts";
import { nameWords } from "../../../src/data/roles/name-words.ts";

describe("channelName", () => {
  it.each([
    ["spend_TV", "TV"],
    ["Spend_TV", "TV"],
    ["spend_A=B..C", "A=B..C"],
    ["spend_tv_usd", "tv_usd"],
    ["TV_spend", "TV"],
    ["Search Spend", "Search"],
    ["Radio Cost ($)", "Radio"],
    ["TV Spend EUR", "TV"],
    ["tv_S", "tv"],
    ["TVSpend", "TV"],
    ["FacebookSpend", "Facebook"],
    ["tvspend", "tv"],
    ["media_cost_tv", "tv"],
    ["Ad Spend - Paid Social", "Social"],
    ["Spend - Facebook", "Facebook"],
    ["TV Ad Budget ($)", "TV"],
    ["Google Ads Spend", "Google Ads"],
    ["TV actual spend", "TV"],
    ["TV planned spend", "TV"],
    ["mdsp_dm", "dm"],
    ["Amount spent Facebook", "Facebook"],
    ["Radio / TV spend", "Radio / TV"],
    ["brand_search_cost", "brand_search"],
    ["Kosten TV", "TV"],
    ["TV-Kosten", "TV"],
    ["Radiokosten", "Radio"],
    ["Dépenses radio", "radio"],
    ["Coût télé", "télé"],
    ["gasto en tv", "tv"],
    ["Inversión Digital", "Digital"],
    ["Channel0_spend", "Channel0"],
    ["TV", "TV"],
    ["TV, national ($)", "TV, national ($)"],
    ["spend", "spend"],
    ["Budget", "Budget"],
    ["x1", "x1"],
  ])("of %s is %s", (column, name) => {
    expect(channelName(column)).toBe(name);
  });

  it("is its own name: taking it twice changes nothing", () => {
    for (const column of ["TV_spend", "Radio Cost ($)", "tv_S", "Kosten TV", "spend_TV"]) {
      expect(channelName(channelName(column))).toBe(channelName(column));
    }
  });
});

describe("meaningOf", () => {
  it.each([
    [
      "spend",
      "spend_TV, TV_spend, Search Spend, Radio Cost ($), tv_S, SPEND TV, x_spend, spend_x, cost, Budget, investment_tv, Werbeausgaben",
    ],
    [
      "spend",
      "Kosten TV, TVSpend, tvspend, dépenses radio, gasto_tv, Inversión Digital, Spesa TV, custo_radio, total_spend, adspend_meta",
    ],
    [
      "medium",
      "tv, Radio, SEARCH, Facebook, ooh, print, display, YouTube, TikTok, LinkedIn, Paid Social, google_ads, brand search, direct_mail",
    ],
    ["medium-part", "facebook_lookalike, TV Sky"],
    [
      "exposure",
      "TV_GRP, GRPs_tv, Search_clicks, Radio_impressions, FB Impressions, facebook_I, search_clicks_P, video_views, reach_tv, tv_ratings",
    ],
    [
      "exposure",
      "impressions_TV, Channel0_impression, Klicks Suche, Impressionen_TV, display_imps, emails_sent, ooh_ots",
    ],
    ["organic", "newsletter, Organic_channel0_impression, organic_social, seo"],
    ["ad-rate", "cost_per_click, CPC, cpm_tv, ROAS, CTR, conversion_rate, customer_acquisition_cost"],
    [
      "revenue",
      "revenue, Revenue, Sales, NET_SALES, sales_value, total_sales, gmv, Turnover, Umsatz, Erlöse, ventas, ingresos, chiffre d'affaires, Fatturato",
    ],
    ["revenue", "Revenue, conversion_value, store_sales, online revenue (€), CA Umsatz netto"],
    [
      "count",
      "conversions, orders, units_sold, unit_sales, sales_volume, quantity, New Customers, signups, leads, subscriptions, Bestellungen, pedidos",
    ],
    ["target", "y, kpi, KPI, target, response, dep_var"],
    ["attributed", "facebook_conversions, google_revenue, tv_leads"],
    ["funnel", "sessions, website_visits, page_views, ga_sessions, traffic, add_to_cart users"],
    ["order-value", "aov, avg_order_value, revenue_per_conversion, average basket, sales per customer"],
    ["cost-of-sales", "cost_of_goods_sold, cogs, sales_tax, Taxes, Returns, refunds"],
    ["ad-rate", "Cost / conv., cost/click, Avg. CPC, Cost per result"],
    ["order-value", "Revenue / order, Conv. value / conv."],
    ["spend", "Radio / TV spend, Amount spent (USD), Amount spent Facebook"],
    ["control", "Sales Team Size, tax_rate, tax holiday"],
    ["past", "sales_lag1, revenue_last_year, prev_orders, Umsatz_Vorjahr"],
    ["forecast", "sales_forecast, revenue_plan, expected_sales, planned revenue"],
    [
      "calendar",
      "t, year, Year, week, week_of_year, WeekEnding, month, dayofyear, day_of_week, Unnamed: 0, index, Q1, month_3, Jahr, KW",
    ],
    [
      "control",
      "price, avg_price, unit_price, Preis, discount_pct, promotions, sales_promotion, is_holiday, black_friday, temperature, stockouts, reviews",
    ],
    [
      "control",
      "competitor_spend, competitor_sales_B, competitor_tv_spend, Konkurrenz Werbung, google_trends, search_interest, search_volume",
    ],
    [
      "control",
      "shipping_cost, labour_cost, consumer_confidence, gdp_index, unemployment rate, interest_rate, sentiment_score_control, tv_flag",
    ],
    ["anonymous", "x1, X2, x"],
    ["unknown", "alpha, region, foo bar"],
  ])("is %s for %s", (meaning, columns) => {
    const found = columns.split(", ").map((column) => [column, meaningOf(column).meaning]);
    expect(found).toEqual(columns.split(", ").map((column) => [column, meaning]));
  });
});

describe("nameWords", () => {
  it.each([
    ["Radio Cost ($)", "$"],
    ["Revenue, net (€)", "EUR"],
    ["spend_tv_eur", "EUR"],
    ["Umsatz [in EUR]", "EUR"],
    ["GBP revenue", "GBP"],
    ["Cost R$", "BRL"],
    ["try_it_out", undefined],
    ["revenue", undefined],
  ])("reads the currency of %s: %s", (column, currency) => {
    expect(nameWords(column).currency).toBe(currency);
  });

  it("reads any text", () => {
    for (const column of ["", " ", "🙂", "__proto__", "constructor", "%", "广告费", "((", "a".repeat(10_000)]) {
      expect(nameWords(column).column).toBe(column);
      expect(channelName(column)).toBe(column);
    }
  });
});
