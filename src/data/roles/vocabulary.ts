// Words that people write in the names of columns, by what they mean: English first, then German, French, Spanish, Italian, Portuguese,
// Dutch and Swedish. Without accents and in lower case; plurals in -s are found by their singular.

const words = (text: string): ReadonlySet<string> => new Set(text.split(/[,\s]+/).filter((word) => word !== ""));

export type WordMeaning =
  | "spend"
  | "otherCost"
  | "exposure"
  | "ofSite"
  | "adRate"
  | "rateOf"
  | "medium"
  | "qualifier"
  | "organic"
  | "revenue"
  | "count"
  | "target"
  | "funnel"
  | "orderValue"
  | "average"
  | "past"
  | "forecast"
  | "rival"
  | "control"
  | "calendar"
  | "geo"
  | "geoPart"
  | "population"
  | "otherKey"
  | "variable"
  | "valueOf";

/** What a word of a column's name means; a word may mean several things, and `meaningOf` says which counts. */
export const vocabulary: Readonly<Record<WordMeaning, ReadonlySet<string>>> = {
  /** Money that was spent. */
  spend: words(`spend,spent,spending,mdsp,cost,budget,investment,invest,invested,expense,expenditure,adspend,outlay,
     kosten,ausgaben,ausgabe,werbekosten,werbeausgaben,mediakosten,mediaausgaben,aufwand,aufwendungen,investition,investitionen,
     depense,cout,investissement,gasto,inversion,inversiones,coste,costo,presupuesto,spesa,spese,costi,investimento,investimenti,
     custo,despesa,orcamento,uitgaven,uitgave,kostnad,kostnader,utgift,utgifter`),
  /** Costs that are no advertising. */
  otherCost:
    words(`goods,sold,unit,shipping,product,production,labor,labour,material,energy,living,freight,logistics,delivery,wage,fuel,rent,
     consumer,household,customer,tourist,capital,fixed,variable,personnel,storage,herstellung,versand,personal`),
  /** How often advertising was seen, heard or clicked. */
  exposure:
    words(`impression,imp,impr,mdip,click,grp,trp,view,viewthrough,reach,frequency,freq,ots,spot,insertion,send,sent,delivered,open,opened,
     engagement,engagement,play,listen,airing,circulation,contact,kontakt,kontakte,impressionen,klick,klicks,reichweite,
     aufrufe,einblendungen,clic,impresion,impresiones,alcance,visualizacion,visualizaciones,vista,portee,copertura,visualizzazioni,
     impressao,impressoes,cliques,bereik,vertoning,vertoningen,visningar,klickar,sov,voice,swipe`),
  /** Words beside which a view, an open or a reach is of a site and not of advertising. */
  ofSite: words("page,product,app,store,shop,site,web,website,homepage"),
  /** Ratios of advertising: they hold its result. */
  adRate: words("cpc,cpm,cpa,cpl,cpo,cpi,cpv,ctr,cvr,roas,roi,roi,acos,cac,vtr,tkp,tausenderkontaktpreis"),
  /** A rate of these is a ratio of responses. */
  rateOf: words("conversion,click,open,view,bounce,response,engagement,completion,viewthrough,konversion"),
  /** Media and platforms. */
  medium:
    words(`tv,television,fernsehen,tele,televisie,ctv,ott,linear,radio,audio,podcast,spotify,print,newspaper,magazine,press,zeitung,
     zeitschrift,prensa,presse,pers,stampa,jornal,ooh,dooh,outdoor,billboard,plakat,plakate,affichage,exterior,cinema,kino,cine,
     search,sem,sea,ppc,suche,google,adwords,gads,bing,yahoo,facebook,fb,meta,instagram,ig,tiktok,snapchat,snap,pinterest,twitter,
     linkedin,reddit,youtube,yt,amazon,mail,post,display,banner,programmatic,dv360,olv,social,shopping,pla,pmax,affiliate,affiliation,
     influencer,email,mail,edm,crm,sms,mailer,mailing,flyer,leaflet,catalog,catalogue,katalog,retargeting,remarketing,criteo,native,
     taboola,outbrain,sponsorship,sponsoring,digital,advertising,ad,werbung,publicidad,publicite,pubblicita,reclame,annonser,anzeigen,
     whatsapp,line,kakao,naver,baidu,wechat,yandex,vk,hulu,roku,twitch,quora,apple,asa,microsoft,video,marketing,media,rtb`),
  /** Words that say which part of a medium. */
  qualifier:
    words(`paid,brand,branded,nonbrand,non,generic,prospecting,awareness,performance,upper,lower,mid,funnel,national,regional,local,
     online,offline,direct,total,all,other,campaign,prime,time,daytime,cable,broadcast,broad,exact,network,partner,partners,
     static,dynamic,mobile,desktop,app,web,stories,feed,s,shorts,ads,us,uk,de,fr,es,it,nl,se,eu,emea,apac,latam,north,south,east,
     west,high,low,new,short,long,premium,spot,channel,general,traditional,organisation,organization`),
  /** Media that cost nothing by the week. */
  organic: words("organic,newsletter,seo,pr,earned,owned,push,blog,referral,publicity,organisch,organico,organique"),
  /** Money that came in. */
  revenue:
    words(`revenue,rev,sales,turnover,profit,bookings,arr,mrr,pipeline,gewinn,benefice,beneficio,gmv,income,receipts,takings,umsatz,umsaetze,umsatze,erlos,erloes,erlose,einnahmen,ventas,venta,ingreso,
     facturacion,ricavi,ricavo,fatturato,vendite,receita,faturamento,vendas,omzet,verkoop,omsattning,forsaljning`),
  /** Things that were counted. */
  count:
    words(`conversion,conv,order,purchase,transaction,unit,quantity,qty,volume,lead,mql,sql,opportunity,signup,registration,subscription,subscriber,install,
     acquisition,customer,application,activation,trial,booking,konversion,bestellung,bestellungen,auftrag,auftrage,kaufe,kaeufe,
     absatz,stuck,stueck,menge,kunden,neukunden,anmeldung,anmeldungen,pedido,compra,unidad,unidades,cantidad,conversiones,commande,
     achat,inscription,inscriptions,ordini,ordine,acquisti,unita,quantita,compras,unidade,unidades,ordre`),
  /** The target by the word for it. */
  target: words("kpi,y,target,response,outcome,dependent,dep,zielgrosse,zielgroesse,objetivo,cible"),
  /** What lies between advertising and the target. */
  funnel:
    words(`session,visit,visitor,dau,wau,mau,traffic,pageview,cart,basket,checkout,user,footfall,follower,sitzung,sitzungen,besuch,besuche,besucher,
     visita,visitas,visiteur,visiteurs,visite,visites,warenkorb,download,lead,install,signup,atc`),
  /** What one order brings. */
  orderValue: words("aov,abv,atv,arpu,arppu,ticket,warenkorbwert"),
  average: words("avg,average,mean,durchschnitt,durchschnittlich,moyen,moyenne,promedio,medio,media,mittlerer"),
  /** The past, or a forecast, of a series. */
  past: words("lag,lagged,lag1,lag2,lag52,prev,previous,last,ly,pw,yago,vorjahr,vorwoche,letzte,prior"),
  forecast:
    words(`forecast,forecasted,plan,planned,goal,prognose,expected,predicted,prediction,fitted,yhat,baseline,incremental,residual,
     modeled,modelled,budget`),
  /** Rivals and the market. */
  rival:
    words(`competitor,competition,competitive,rival,konkurrenz,konkurrent,wettbewerb,wettbewerber,competencia,competidor,concurrent,
     concurrence,concorrenza,concorrente,concorrencia,concurrentie,konkurrenter,market,industry,category,markt,branche`),
  /** What a control is usually called. */
  control:
    words(`control,ctrl,covariate,price,pricing,preis,prix,precio,prezzo,preco,prijs,pris,discount,promo,promotion,coupon,rabatt,rabat,
     descuento,remise,sconto,desconto,korting,deal,offer,angebot,aktion,distribution,acv,store,outlet,shelf,stock,stockout,oos,
     availability,inventory,bestand,lager,temperature,temp,weather,wetter,rain,sun,snow,precipitation,humidity,wind,temperatur,
     holiday,hldy,seas,feiertag,feiertage,ferien,vacation,ferie,ferias,holidays,xmas,christmas,weihnachten,easter,ostern,blackfriday,black,
     cyber,thanksgiving,ramadan,diwali,event,covid,lockdown,pandemic,corona,unemployment,gdp,cpi,ppi,inflation,confidence,sentiment,
     index,interest,trend,trends,rate,tax,staff,rep,people,team,size,headcount,launch,redesign,strike,outage,flag,dummy,is,has,festivo,festivos,
     vacances,jours,soldes,clima,tiempo,temperatura,lluvia,macro,economy,score,season,seasonality,saison,nps,satisfaction,rating,review,population,days,
     closed,closure,opening,stringency,mobility,exchange,fx,oil,gas,fuel`),
  /** The calendar and the number of a row. */
  calendar:
    words(`t,index,idx,id,row,rownum,rownumber,nr,no,num,number,nbr,unnamed,year,yr,month,quarter,qtr,prd,strt,dt,ds,week,weekofyear,weekno,weeknum,isoweek,woy,kw,
     wk,day,dayofyear,doy,dow,weekday,dayofweek,date,time,period,fiscal,fy,jahr,monat,quartal,woche,tag,datum,ano,anno,mes,mese,semana,
     settimana,annee,mois,semaine,jour,dia,giorno,fecha,data,jaar,maand,dag,vecka,manad,ar,of,iso,start,end,begin,ending,starting,
     timestamp,epoch,unix,hour,q`),
  /** Places that a panel has rows of. */
  geo: words(`geo,geography,region,market,submarket,dma,msa,cbsa,state,store,country,nation,county,city,town,metro,area,territory,province,district,
     zone,zip,zipcode,postcode,postal,plz,location,branch,shop,outlet,municipality,municipio,prefecture,canton,kanton,bundesland,land,gebiet,filiale,
     stadt,kreis,ort,bezirk,markt,departement,magasin,ville,pays,marche,mercado,provincia,tienda,estado,ciudad,comunidad,pais,regione,
     mercato,negozio,citta,paese,regiao,loja,cidade,regio,provincie,winkel,stad,lan,butik,marknad`),
  /** Words beside a place that say how it is written. */
  geoPart: words("name,id,code,key,label,no,nr,number,nbr,num,group,level,of,the"),
  /** How many live there. */
  population:
    words(`population,pop,inhabitant,resident,household,hh,einwohner,bevolkerung,bevoelkerung,poblacion,habitante,habitant,popolazione,
     abitanti,populacao,inwoners,befolkning`),
  /** What the column is called that names the variable of a row, in tables with one row for each value, and the column of the value. */
  variable: words(
    "variable,metric,measure,kpi,series,attribute,field,feature,indicator,kennzahl,variablen,metrica,metrique,indicador",
  ),
  valueOf: words("value,amount,wert,valor,valeur,valore,waarde,varde"),
  /** What else a table may have several rows a week for. */
  otherKey:
    words(`channel,kanal,canal,medium,media,platform,source,campaign,kampagne,creative,adset,adgroup,placement,publisher,partner,tactic,product,
     produkt,producto,produit,brand,marke,marca,marque,category,kategorie,sku,item,article,artikel,segment,audience,device,gender,age,line,
     variant,format,objective,vendor,supplier,customer,client,type,typ,tipo,variable,metric,measure,kpi`),
};

/** Words that a name may be glued to without a separator: `tvspend`, `fbclicks`, `Radiokosten`. */
export const gluedWords: readonly string[] =
  "spend,spending,spends,costs,cost,budget,kosten,ausgaben,impressions,clicks,grps,grp,views".split(",");

/** Words that join a spend word to a channel: "gasto en tv", "cost of search". */
export const joiningWords: ReadonlySet<string> = words(
  "on,in,for,of,en,de,del,di,da,fur,fuer,pour,sur,per,the,la,le,el",
);

/** Currencies by the signs and codes that stand beside amounts. */
export const currencies: Readonly<Record<string, string>> = {
  // A dollar or a yen sign alone is that of several currencies.
  $: "$",
  "€": "EUR",
  "£": "GBP",
  "¥": "¥",
  "₹": "INR",
  "₩": "KRW",
  "₽": "RUB",
  "₺": "TRY",
  zł: "PLN",
  r$: "BRL",
  us$: "USD",
  a$: "AUD",
  c$: "CAD",
  ...Object.fromEntries(
    "usd,eur,gbp,jpy,inr,krw,rub,try,pln,brl,aud,cad,chf,sek,nok,dkk,czk,huf,cny,mxn,zar,sgd,hkd,nzd"
      .split(",")
      .map((code) => [code, code.toUpperCase()]),
  ),
  euro: "EUR",
  euros: "EUR",
  dollar: "$",
  dollars: "$",
};
