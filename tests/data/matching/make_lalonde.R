# Made with R 4.2, MatchIt 4.5.1 and sandwich 3.0-2: Rscript make.R lalonde_matchit.tab > expected.json
suppressMessages({library(MatchIt); library(sandwich)})
d <- read.table(commandArgs(TRUE)[1], header = TRUE)
m <- matchit(treat ~ age + educ + race + married + nodegree + re74 + re75, data = d)
s <- summary(m, interactions = FALSE)
pairs <- m$match.matrix[, 1]
md <- match.data(m)
fit <- lm(re78 ~ treat, data = md)
num <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.12g", x)), collapse = ", "), "]")
str <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")
cat("{\n")
cat('"treated":', str(names(pairs)), ',\n"control":', str(pairs), ",\n")
cat('"rows":', str(rownames(s$sum.all)), ",\n")
for (w in c("all", "matched")) {
  t <- s[[paste0("sum.", w)]]
  for (k in 3:6) cat(sprintf('"%s %s": %s,\n', w, c("", "", "smd", "variance ratio", "ecdf mean", "ecdf max")[k], num(t[, k])))
}
cat('"effect":', sprintf("%.10g", coef(fit)[2]), ',\n"error":', sprintf("%.10g", sqrt(vcovCL(fit, cluster = ~subclass)[2, 2])), "\n}\n")
