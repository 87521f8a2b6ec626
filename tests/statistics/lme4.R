# Reads sheets (entry, judge, total) from the CSV file of the first argument and writes to the second one, as lines of
# "kind,id,value", what lme4 makes of them: the adjusted scores and what belongs to them, then the three variances of
# the model in which entries are random too.
suppressPackageStartupMessages(library(lme4))
files <- commandArgs(trailingOnly = TRUE)
sheets <- read.csv(files[1])
sheets$entry <- factor(sheets$entry)
sheets$judge <- factor(sheets$judge)
exact <- lmerControl(
  optimizer = "nloptwrap",
  optCtrl = list(xtol_abs = 1e-14, xtol_rel = 1e-14, ftol_abs = 1e-16, ftol_rel = 1e-16, maxeval = 100000),
  check.conv.grad = "ignore", check.conv.singular = "ignore", check.conv.hess = "ignore"
)
fixed <- lmer(total ~ 0 + entry + (1 | judge), sheets, control = exact)
random <- lmer(total ~ 1 + (1 | entry) + (1 | judge), sheets, control = exact)
told <- function(kind, id, value) data.frame(kind = kind, id = id, value = sprintf("%.15g", value))
parts <- function(model) {
  table <- as.data.frame(VarCorr(model))
  setNames(table$vcov, table$grp)
}
of_fixed <- parts(fixed)
of_random <- parts(random)
written <- rbind(
  told("score", levels(sheets$entry), unname(fixef(fixed))),
  told("severity", rownames(ranef(fixed)$judge), -ranef(fixed)$judge[, 1]),
  told("leverage", seq_len(nrow(sheets)), unname(hatvalues(fixed))),
  told("score_variance", levels(sheets$entry), unname(diag(as.matrix(vcov(fixed))))),
  told("fixed", c("judge", "residual"), of_fixed[c("judge", "Residual")]),
  told("random", c("entry", "judge", "residual"), of_random[c("entry", "judge", "Residual")])
)
write.csv(written, files[2], row.names = FALSE, quote = FALSE)
