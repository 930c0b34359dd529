# Pairs that MatchIt 4.5.1 makes of the programme (nsw) and the population survey (cps), and what comes of them.
# Rscript make_programme.R nsw_mixtape.dta cps_mixtape.dta > programme.csv
suppressMessages(library(MatchIt))
files <- commandArgs(trailingOnly = TRUE)
nsw <- haven::read_dta(files[1])
cps <- haven::read_dta(files[2])
d <- as.data.frame(rbind(nsw[nsw$treat == 1, ], cps))
d$u74 <- as.numeric(d$re74 == 0)
d$u75 <- as.numeric(d$re75 == 0)
rownames(d) <- seq_len(nrow(d))
formula <- treat ~ age + I(age^2) + I(age^3) + educ + I(educ^2) + marr + nodegree + black + hisp + re74 + re75 +
  u74 + u75 + I(educ * re74)
m <- matchit(formula, data = d, method = "nearest", distance = "glm")
pairs <- m$match.matrix[, 1]
cat("participant,score,comparator\n")
for (i in names(pairs)) cat(sprintf("%s,%.12f,%s\n", i, m$distance[as.integer(i)], pairs[[i]]))
