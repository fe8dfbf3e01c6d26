// Hand-fused scalar C: log density and gradient of model A (../peers/a.stan) over its unconstrained vector. The bar for compiled code.
//
//   gcc -O3 -o baseline baseline.c -lm          (no -ffast-math)
//   ./baseline DATA.txt [POINT.txt|-] [BLOCKS] [EVALUATIONS]
//
// DATA.txt is written by ../model-a/data.ts: "T C K", X [T x C], Z [T x K], y [T]. POINT.txt holds the 4C + K + 2 coordinates
// [logit decay, log slope, log half, log coef, gamma, intercept, log sigma] (default: 0.1 * sin(0, 1, 2, ...)).
// Prints one JSON object: sizes, microseconds per evaluation (median and fastest of BLOCKS blocks of EVALUATIONS evaluations, each
// at a slightly different position), and log density and gradient at the point itself. Constants are dropped as Stan drops them.
//
// How it is fast: one logarithm, one exponential and two divisions per week and channel; channel-major arrays, so that what needs no
// libm vectorises; everything that does not depend on the week is multiplied in after the loops; no allocation per evaluation.

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  int weeks, channels, controls;
  const double *spend;    // [channel][week]
  const double *control;  // [control][week]
  const double *response; // [week]
  // What the forward pass leaves for the backward pass.
  double *adstock;  // [channel][week]
  double *distance; // [channel][week]  log half - log adstock
  double *hill;     // [channel][week]
  double *residual; // [week]
} Model;

static double log_density_and_gradient(const Model *model, const double *restrict position, double *restrict gradient) {
  const int weeks = model->weeks, channels = model->channels, controls = model->controls;
  const double *restrict response = model->response;
  double *restrict residual = model->residual;
  const double *gamma = position + 4 * channels;
  const double intercept = gamma[controls], log_sigma = gamma[controls + 1];
  const double sigma = exp(log_sigma), precision = 1 / (sigma * sigma);

  // Forward: residual = response - intercept - control * gamma - sum of coef * hill(adstock).
  for (int t = 0; t < weeks; t++) residual[t] = response[t] - intercept;
  for (int k = 0; k < controls; k++) {
    const double *restrict control = model->control + k * weeks;
    const double weight = gamma[k];
    for (int t = 0; t < weeks; t++) residual[t] -= weight * control[t];
  }
  for (int c = 0; c < channels; c++) {
    const double *restrict spend = model->spend + c * weeks;
    double *restrict adstock = model->adstock + c * weeks;
    double *restrict distance = model->distance + c * weeks;
    double *restrict hill = model->hill + c * weeks;
    const double decay = 1 / (1 + exp(-position[c])), slope = exp(position[channels + c]);
    const double log_half = position[2 * channels + c], coef = exp(position[3 * channels + c]);
    double carried = 0;
    for (int t = 0; t < weeks; t++) {
      carried = spend[t] + decay * carried;
      adstock[t] = carried > DBL_MIN ? carried : DBL_MIN; // weeks before the first spend: hill is 0, its gradient too
      distance[t] = log_half - log(adstock[t]);
    }
    for (int t = 0; t < weeks; t++) hill[t] = exp(slope * distance[t]);
    for (int t = 0; t < weeks; t++) {
      const double saturated = 1 / (1 + hill[t]);
      hill[t] = saturated;
      residual[t] -= coef * saturated;
    }
  }

  double sum = 0, sum_of_squares = 0;
  for (int t = 0; t < weeks; t++) {
    sum += residual[t];
    sum_of_squares += residual[t] * residual[t];
  }
  // Likelihood and the priors of intercept and sigma: normal(0, 5), half-normal(0, 0.5) with the Jacobian of the logarithm.
  double log_density = -weeks * log_sigma - 0.5 * precision * sum_of_squares;
  log_density += -intercept * intercept / 50 + log_sigma - 2 * sigma * sigma;
  gradient[4 * channels + controls] = precision * sum - intercept / 25;
  gradient[4 * channels + controls + 1] = precision * sum_of_squares - weeks + 1 - 4 * sigma * sigma;

  for (int k = 0; k < controls; k++) {
    const double *restrict control = model->control + k * weeks;
    double product = 0;
    for (int t = 0; t < weeks; t++) product += residual[t] * control[t];
    log_density -= 0.5 * gamma[k] * gamma[k];
    gradient[4 * channels + k] = precision * product - gamma[k];
  }

  // Backward: `outer` is d/dz of hill = logistic(z) times the residual; coef, slope and precision are multiplied in after the loop.
  for (int c = 0; c < channels; c++) {
    const double *restrict adstock = model->adstock + c * weeks;
    const double *restrict distance = model->distance + c * weeks;
    const double *restrict hill = model->hill + c * weeks;
    const double logit = position[c], log_slope = position[channels + c];
    const double log_half = position[2 * channels + c], log_coef = position[3 * channels + c];
    const double odds = exp(-fabs(logit)), larger = 1 / (1 + odds), smaller = odds * larger;
    const double decay = logit >= 0 ? larger : smaller, rest = logit >= 0 ? smaller : larger;
    const double slope = exp(log_slope), coef = exp(log_coef);
    double by_coef = 0, by_shift = 0, by_slope = 0, by_decay = 0, reverse = 0;
    for (int t = weeks - 1; t > 0; t--) {
      const double weighted = residual[t] * hill[t], outer = weighted - weighted * hill[t];
      by_coef += weighted;
      by_shift += outer;
      by_slope -= outer * distance[t];
      reverse = outer / adstock[t] + decay * reverse;
      by_decay += reverse * adstock[t - 1];
    }
    const double weighted = residual[0] * hill[0], outer = weighted - weighted * hill[0];
    by_coef += weighted;
    by_shift += outer;
    by_slope -= outer * distance[0];

    // Priors with Jacobians: beta(2, 2), gamma(4, 2), log-normal(0, 0.7), half-normal(0, 1).
    const double scale = precision * coef, half_precision = 1 / 0.49;
    log_density += -2 * fabs(logit) - 4 * log1p(odds) + 4 * log_slope - 2 * slope;
    log_density += -0.5 * half_precision * log_half * log_half + log_coef - 0.5 * coef * coef;
    gradient[c] = scale * slope * decay * rest * by_decay + 2 * (rest - decay);
    gradient[channels + c] = scale * slope * by_slope + 4 - 2 * slope;
    gradient[2 * channels + c] = -scale * slope * by_shift - half_precision * log_half;
    gradient[3 * channels + c] = scale * by_coef + 1 - coef * coef;
  }
  return log_density;
}

static double *numbers(int count) {
  double *memory = malloc(sizeof(double) * (size_t)count);
  if (!memory) {
    fprintf(stderr, "out of memory\n");
    exit(1);
  }
  return memory;
}

static void read_number(FILE *file, double *into, const char *path) {
  if (fscanf(file, "%lf", into) != 1) {
    fprintf(stderr, "%s: fewer numbers than its sizes ask for\n", path);
    exit(1);
  }
}

static double *read_transposed(FILE *file, int rows, int columns, const char *path) {
  double *matrix = numbers(rows * columns);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) read_number(file, matrix + j * rows + i, path);
  return matrix;
}

static FILE *open_or_exit(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(1);
  }
  return file;
}

static int ascending(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double microseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec * 1e-3;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: baseline DATA.txt [POINT.txt|-] [BLOCKS] [EVALUATIONS]\n");
    return 2;
  }
  const char *path = arguments[1];
  FILE *file = open_or_exit(path);
  Model model;
  if (fscanf(file, "%d %d %d", &model.weeks, &model.channels, &model.controls) != 3 || model.weeks < 1 || model.channels < 1) {
    fprintf(stderr, "%s: must begin with the three sizes T C K\n", path);
    return 1;
  }
  const int weeks = model.weeks, elements = weeks * model.channels, size = 4 * model.channels + model.controls + 2;
  model.spend = read_transposed(file, weeks, model.channels, path);
  model.control = read_transposed(file, weeks, model.controls, path);
  model.response = read_transposed(file, weeks, 1, path);
  fclose(file);
  model.adstock = numbers(elements);
  model.distance = numbers(elements);
  model.hill = numbers(elements);
  model.residual = numbers(weeks);

  double *point = numbers(size), *gradient = numbers(size);
  for (int i = 0; i < size; i++) point[i] = 0.1 * sin(i);
  if (count > 2 && arguments[2][0] != '-') {
    file = open_or_exit(arguments[2]);
    for (int i = 0; i < size; i++) read_number(file, point + i, arguments[2]);
    fclose(file);
  }
  const int blocks = count > 3 ? atoi(arguments[3]) : 41, evaluations = count > 4 ? atoi(arguments[4]) : 300000 / elements + 1;
  if (blocks < 1 || evaluations < 1) {
    fprintf(stderr, "BLOCKS and EVALUATIONS must be positive\n");
    return 2;
  }

  // 64 positions around the point, made beforehand: coordinate i of position j is off by 0.001 * (((31 j + 17 i) mod 64) / 64 - 0.5).
  double *positions = numbers(64 * size), *times = numbers(blocks);
  for (int j = 0; j < 64; j++)
    for (int i = 0; i < size; i++) positions[j * size + i] = point[i] + 1e-3 * ((31 * j + 17 * i) % 64 / 64.0 - 0.5);
  double total = 0; // printed, so that no evaluation can be left out
  for (int block = 0; block < blocks; block++) {
    const double start = microseconds_now();
    for (int j = 0; j < evaluations; j++) {
      total += log_density_and_gradient(&model, positions + j % 64 * size, gradient);
      total += gradient[0];
    }
    times[block] = (microseconds_now() - start) / evaluations;
  }
  qsort(times, (size_t)blocks, sizeof(double), ascending);

  const double log_density = log_density_and_gradient(&model, point, gradient);
  printf("{\"weeks\":%d,\"channels\":%d,\"controls\":%d,", weeks, model.channels, model.controls);
  printf("\"microseconds\":%.4f,\"fastest_microseconds\":%.4f,", times[blocks / 2], times[0]);
  printf("\"blocks\":%d,\"evaluations\":%d,\"checksum\":%.6g,", blocks, evaluations, total);
  printf("\"log_density\":%.15g,\"gradient\":[", log_density);
  for (int i = 0; i < size; i++) printf("%s%.15g", i ? "," : "", gradient[i]);
  printf("]}\n");
  return 0;
}
