# Writes an estimate made in R as finding.json, for “proventive settle --finding”. Needs the package jsonlite.
# plan.json is what “proventive cohort plan DIR --as-at DATE” prints: which plan, which day, which period.
library(jsonlite)

estimate <- function(value, low, high, unit, basis) {
  list(value = value, low = low, high = high, level = 0.95, unit = unit, basis = basis)
}
people <- function(number) list(number = number, unit = "people")

write_finding <- function(plan_file, to, objective, design, method, joined, followed,
                          observed, counterfactual, effect, relative, checks = list()) {
  finding <- c(
    list(origin = "imported",
         software = list(list(name = "R", version = paste(R.version$major, R.version$minor, sep = ".")))),
    read_json(plan_file),
    list(findings = list(list(
      objective = objective, design = design, method = method, follow_up = 12L,
      people = people(joined), followed = people(followed),
      observed = observed, counterfactual = counterfactual, effect = effect, relative = relative,
      checks = checks
    )))
  )
  write_json(finding, to, auto_unbox = TRUE, digits = NA, pretty = TRUE)
}

# Invented admissions of 200 people who joined and of 200 people like them: one number each, in the follow-up.
joined <- rep(c(0, 0, 1, 1, 2), 40)
alike <- rep(c(0, 1, 1, 2, 3), 40)
test <- t.test(joined, alike)
relative <- 1 - mean(joined) / mean(alike)
half <- diff(test$conf.int) / 2 / mean(alike)

arguments <- commandArgs(trailingOnly = TRUE)
write_finding(
  plan_file = arguments[1], to = arguments[2],
  objective = "emergency-admissions", design = "matched-cohort",
  method = "Difference of two means (Welch), in R. Invented data.",
  joined = 230, followed = length(joined),
  observed = estimate(mean(joined), NULL, NULL, "admissions per person", "R, t.test")[c("value", "unit", "basis")] |>
    c(list(no_interval = list(unknown = "it is counted, not inferred"))),
  counterfactual = estimate(mean(alike), NULL, NULL, "admissions per person", "R, t.test")[c("value", "unit", "basis")] |>
    c(list(no_interval = list(unknown = "it is counted, not inferred"))),
  effect = estimate(mean(joined) - mean(alike), test$conf.int[1], test$conf.int[2], "admissions per person", "R, t.test"),
  relative = estimate(relative, relative - half, relative + half, "share fewer", "R, t.test"),
  checks = if (length(arguments) > 2)
    list(list(name = "balance", passed = TRUE, text = "Every covariate lies within 0.1 standard deviations.")) else list()
)
