* Writes an estimate made in Stata as finding.json, for "proventive settle --finding".
* plan.json is what "proventive cohort plan DIR --as-at DATE" prints; its text is copied in as it stands.
* The data in memory: admissions (in the follow-up), joined (1 or 0).
ttest admissions, by(joined)
local observed       = r(mu_2)
local counterfactual = r(mu_1)
local effect         = r(mu_2) - r(mu_1)
local half           = invttail(r(df_t), 0.025) * r(se)
local followed       = r(N_2)
local relative       = 1 - `observed' / `counterfactual'

file open plan using "plan.json", read text
file open out using "finding.json", write text replace
file write out `"{"origin": "imported", "software": [{"name": "Stata", "version": "`c(stata_version)'"}],"' _n
file read plan line                      // the first line of plan.json is a bracket
file read plan line
while r(eof) == 0 & `"`macval(line)'"' != "}" {
    file write out `"`macval(line)'"' _n
    file read plan line
}
file close plan
file write out `", "findings": [{"objective": "emergency-admissions", "design": "matched-cohort", "follow_up": 12,"' _n
file write out `""method": "Difference of two means, in Stata.","' _n
file write out `""people": {"number": 230, "unit": "people"}, "followed": {"number": `followed', "unit": "people"},"' _n
local counted `""unit": "admissions per person", "basis": "Stata, ttest", "no_interval": {"unknown": "it is counted"}"'
file write out `""observed": {"value": `=string(`observed', "%18.0g")', `counted'},"' _n
file write out `""counterfactual": {"value": `=string(`counterfactual', "%18.0g")', `counted'},"' _n
file write out `""effect": {"value": `=string(`effect', "%18.0g")', "low": `=string(`effect' - `half', "%18.0g")',"' _n
file write out `" "high": `=string(`effect' + `half', "%18.0g")', "level": 0.95,"' _n
file write out `" "unit": "admissions per person", "basis": "Stata, ttest"},"' _n
file write out `""relative": {"value": `=string(`relative', "%18.0g")', "low": `=string(`relative' - `half' / `counterfactual', "%18.0g")',"' _n
file write out `" "high": `=string(`relative' + `half' / `counterfactual', "%18.0g")', "level": 0.95,"' _n
file write out `" "unit": "share fewer", "basis": "Stata, ttest"}}]}"' _n
file close out
