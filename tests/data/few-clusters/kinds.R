# python tests/reference/kinds_of_data.py | Rscript tests/data/few-clusters/kinds.R > tests/data/few-clusters/kinds.csv
suppressMessages(library(clubSandwich))
data <- read.csv(file("stdin"))
cat("set,correction,coefficient,estimate,error,freedom\n")
for (number in unique(data$set)) {
  part <- data[data$set == number, ]
  fit <- lm(y ~ group + covariate + event, data = part)
  for (correction in "CR2") {
    covariance <- vcovCR(fit, cluster = part$cluster, type = correction)
    told <- coef_test(fit, vcov = covariance, test = "Satterthwaite")
    for (row in 1:4) cat(sprintf("%d,%s,%d,%.9g,%.9g,%.7g\n", number, correction, row - 1, told$beta[row], told$SE[row], told$df[row]))
  }
}
