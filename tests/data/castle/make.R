# Homicide and castle doctrine by state and year. Rscript make.R castle_bacondecomp.rda > castle.csv
load(commandArgs(trailingOnly = TRUE)[1])
write.csv(castle[, c("state", "year", "l_homicide", "post")], row.names = FALSE, quote = FALSE)
