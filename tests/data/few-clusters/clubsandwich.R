# python tests/reference/clustered_data.py | Rscript tests/data/few-clusters/clubsandwich.R > tests/data/few-clusters/clubsandwich.csv
suppressMessages(library(clubSandwich))
data <- read.csv(file("stdin"))
cat("set,correction,coefficient,estimate,error,freedom\n")
for (number in unique(data$set)) {
  part <- data[data$set == number, ]
  fit <- lm(y ~ treated + covariate + single, data = part)
  for (correction in c("CR0", "CR1", "CR2")) {
    covariance <- vcovCR(fit, cluster = part$cluster, type = correction)
    told <- coef_test(fit, vcov = covariance, test = "Satterthwaite")
    for (row in if (correction == "CR2") 1:4 else 2) cat(sprintf("%d,%s,%d,%.9g,%.9g,%.7g\n", number, correction, row - 1, told$beta[row], told$SE[row], told$df[row]))
  }
}
