# Monthly sums from ae_attendances.rda (NHSRdatasets): England, and type 1 at trust RQM.
# Rscript make.R ae_attendances.rda > ae.csv
load(commandArgs(trailingOnly = TRUE)[1])
england <- aggregate(cbind(attendances, breaches) ~ period, ae_attendances, sum)
rqm <- subset(ae_attendances, org_code == "RQM" & type == "1")
rqm <- rqm[order(rqm$period), c("period", "attendances", "breaches")]
england$unit <- "England"
rqm$unit <- "RQM"
write.csv(rbind(england, rqm)[, c("unit", "period", "attendances", "breaches")], row.names = FALSE, quote = FALSE)
