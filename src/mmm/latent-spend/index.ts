// What other folders take from mmm/latent-spend.

export { latentSpend, type LatentSpend, latentSpendData } from "./latent-spend.ts";
