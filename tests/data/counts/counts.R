# python tests/reference/count_data.py | Rscript tests/data/counts/counts.R > tests/data/counts/counts.csv
suppressMessages({library(MASS); library(sandwich)})
data <- read.csv(file("stdin"))
cat("set,family,dispersion,group,error,robust,likelihood\n")
for (number in unique(data$set)) {
  part <- data[data$set == number, ]
  control <- glm.control(epsilon = 1e-12, maxit = 200)
  plain <- glm(count ~ group + covariate + offset(log(exposure)), "poisson", part, control = control)
  nb <- suppressWarnings(glm.nb(count ~ group + covariate + offset(log(exposure)), part, control = control))
  for (one in list(list("poisson", plain, 0), list("nb2", nb, 1 / nb$theta))) {
    robust <- vcovCL(one[[2]], cluster = part$cluster, type = "HC0", cadjust = TRUE)
    cat(sprintf("%d,%s,%.9g,%.10g,%.9g,%.9g,%.10g\n", number, one[[1]], one[[3]], coef(one[[2]])["group"],
                sqrt(vcov(one[[2]])["group", "group"]), sqrt(robust["group", "group"]), as.numeric(logLik(one[[2]]))))
  }
}
