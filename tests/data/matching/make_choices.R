# Made with R 4.2 and MatchIt 4.5.1: Rscript make_choices.R > matchit_choices.json
# Small groups with scores of two places, so that many are tied; every second case with exact strata, every third with a caliper.
suppressMessages(library(MatchIt))
set.seed(20261126)
lines <- c()
for (case in 1:120) {
  n <- sample(2:10, 1); m <- sample(n:25, 1); strata <- sample(2:3, 1)
  d <- data.frame(t = rep(1:0, c(n, m)), x = 0, g = sample(1:strata, n + m, TRUE))
  score <- round(c(runif(n, .2, .9), runif(m, 0, .8)), 2)
  asked <- list(t ~ x, data = d, distance = score)
  if (case %% 2 == 0) asked$exact <- ~g else d$g <- 1
  if (case %% 3 == 0) asked$caliper <- .2
  fit <- tryCatch(suppressWarnings(do.call(matchit, asked)), error = function(e) NULL)
  if (is.null(fit)) next
  chosen <- as.integer(fit$match.matrix[, 1]) - n; chosen[is.na(chosen)] <- 0L
  told <- function(x) paste0("[", paste(x, collapse = ","), "]")
  lines <- c(lines, sprintf('{"own": %s, "other": %s, "own_stratum": %s, "other_stratum": %s, "chosen": %s}',
    told(score[1:n]), told(score[-(1:n)]), told(d$g[1:n]), told(d$g[-(1:n)]), told(chosen)))
}
cat("[", paste(lines, collapse = ",\n"), "]\n", sep = "")
