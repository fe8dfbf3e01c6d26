// Hand-fused scalar C: log density and gradient of a panel of geos, as ../gradient/panel.ts writes it as a graph. The bar for panels.
//
//   gcc -O3 -march=native -ffast-math -o panel panel.c -lm
//   ./panel DATA.txt POINT.txt BLOCKS EVALUATIONS
//
// DATA.txt: "G T C", spend [G x C x T], response [G x T]. POINT.txt: logit decay [C], log slope [C], log half [C], log coef [G x C],
// intercept [G], log sigma. Prints microseconds per evaluation (median and fastest of BLOCKS blocks, each evaluation at one of 64
// positions around the point, as in baseline.c), and log density and gradient at the point.

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int geos, weeks, channels;
static double *spend, *response, *adstock, *distance, *hill, *residual;

static double log_density_and_gradient(const double *restrict position, double *restrict gradient) {
  const double *coefs = position + 3 * channels, *intercepts = coefs + geos * channels;
  const int size = 3 * channels + geos * channels + geos + 1;
  const double log_sigma = position[size - 1], precision = exp(-2 * log_sigma);
  double log_density = -(double)geos * weeks * log_sigma, squares = 0;
  for (int i = 0; i < size; i++) {
    log_density -= 0.5 * position[i] * position[i];
    gradient[i] = -position[i];
  }
  for (int g = 0; g < geos; g++) {
    for (int t = 0; t < weeks; t++) residual[t] = response[g * weeks + t] - intercepts[g];
    for (int c = 0; c < channels; c++) {
      const double *restrict x = spend + (g * channels + c) * weeks;
      double *restrict a = adstock + c * weeks, *restrict d = distance + c * weeks, *restrict h = hill + c * weeks;
      const double decay = 1 / (1 + exp(-position[c])), slope = exp(position[channels + c]);
      const double log_half = position[2 * channels + c], coef = exp(coefs[g * channels + c]);
      double carried = 0;
      for (int t = 0; t < weeks; t++) {
        carried = x[t] + decay * carried;
        a[t] = carried > DBL_MIN ? carried : DBL_MIN;
        d[t] = log_half - log(a[t]);
      }
      for (int t = 0; t < weeks; t++) h[t] = exp(slope * d[t]);
      for (int t = 0; t < weeks; t++) {
        h[t] = 1 / (1 + h[t]);
        residual[t] -= coef * h[t];
      }
    }
    double sum = 0;
    for (int t = 0; t < weeks; t++) {
      sum += residual[t];
      squares += residual[t] * residual[t];
    }
    gradient[3 * channels + geos * channels + g] += precision * sum;
    for (int c = 0; c < channels; c++) {
      const double *restrict a = adstock + c * weeks, *restrict d = distance + c * weeks, *restrict h = hill + c * weeks;
      const double decay = 1 / (1 + exp(-position[c])), slope = exp(position[channels + c]);
      const double scale = precision * exp(coefs[g * channels + c]);
      double by_coef = 0, by_shift = 0, by_slope = 0, by_decay = 0, reverse = 0;
      for (int t = weeks - 1; t >= 0; t--) {
        const double weighted = residual[t] * h[t], outer = weighted - weighted * h[t];
        by_coef += weighted;
        by_shift += outer;
        by_slope -= outer * d[t];
        reverse = outer / a[t] + decay * reverse;
        if (t > 0) by_decay += reverse * a[t - 1];
      }
      gradient[c] += scale * slope * decay * (1 - decay) * by_decay;
      gradient[channels + c] += scale * slope * by_slope;
      gradient[2 * channels + c] -= scale * slope * by_shift;
      gradient[3 * channels + g * channels + c] += scale * by_coef;
    }
  }
  gradient[size - 1] += precision * squares - (double)geos * weeks;
  return log_density - 0.5 * precision * squares;
}

static double *read_numbers(FILE *file, int count) {
  double *memory = malloc(sizeof(double) * (size_t)count);
  for (int i = 0; i < count; i++)
    if (!memory || fscanf(file, "%lf", memory + i) != 1) {
      fprintf(stderr, "fewer numbers than the sizes ask for\n");
      exit(1);
    }
  return memory;
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
  if (count < 5) {
    fprintf(stderr, "usage: panel DATA.txt POINT.txt BLOCKS EVALUATIONS\n");
    return 2;
  }
  FILE *file = fopen(arguments[1], "r"), *points = fopen(arguments[2], "r");
  if (!file || !points || fscanf(file, "%d %d %d", &geos, &weeks, &channels) != 3) {
    fprintf(stderr, "a file cannot be read\n");
    return 1;
  }
  const int size = 3 * channels + geos * channels + geos + 1, blocks = atoi(arguments[3]), evaluations = atoi(arguments[4]);
  spend = read_numbers(file, geos * channels * weeks);
  response = read_numbers(file, geos * weeks);
  double *point = read_numbers(points, size), *gradient = malloc(sizeof(double) * (size_t)size);
  adstock = malloc(sizeof(double) * (size_t)(channels * weeks));
  distance = malloc(sizeof(double) * (size_t)(channels * weeks));
  hill = malloc(sizeof(double) * (size_t)(channels * weeks));
  residual = malloc(sizeof(double) * (size_t)weeks);
  double *positions = malloc(sizeof(double) * (size_t)(64 * size)), *times = malloc(sizeof(double) * (size_t)blocks), total = 0;
  for (int j = 0; j < 64; j++)
    for (int i = 0; i < size; i++) positions[j * size + i] = point[i] + 1e-3 * ((31 * j + 17 * i) % 64 / 64.0 - 0.5);
  for (int block = 0; block < blocks; block++) {
    const double start = microseconds_now();
    for (int j = 0; j < evaluations; j++) total += log_density_and_gradient(positions + j % 64 * size, gradient) + gradient[0];
    times[block] = (microseconds_now() - start) / evaluations;
  }
  qsort(times, (size_t)blocks, sizeof(double), ascending);
  const double log_density = log_density_and_gradient(point, gradient);
  printf("{\"microseconds\":%.4f,\"fastest_microseconds\":%.4f,\"checksum\":%.6g,", times[blocks / 2], times[0], total);
  printf("\"log_density\":%.15g,\"gradient\":[", log_density);
  for (int i = 0; i < size; i++) printf("%s%.15g", i ? "," : "", gradient[i]);
  printf("]}\n");
  return 0;
}
