"""The office: where Dukcapil, Dinsos, Dinkes, the branch, the province and the auditor do their month together."""
