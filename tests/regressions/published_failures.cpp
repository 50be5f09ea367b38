#include "tests/regressions/published_failures.h"

namespace m2::test {
namespace {

const char* const kFirstInvestors =
    "First Investors Financial Services (subprime car loans), CFPB order of 2014, $2.75 million";
const char* const kHyundai =
    "Hyundai Capital America (car loans), CFPB order of 2022, $19.2 million: 8.7 million wrong "
    "items "
    "on 2.2 million accounts";
const char* const kSantander =
    "Santander Consumer USA (car loans), CFPB order of December 2020, $4.75 million";
const char* const kExams = "CFPB examinations of furnishers, reported from 2022 to 2024";
const char* const kGuideline = "12 CFR 1022, Appendix E: what furnishers are told to prevent";
const char* const kFileStudy =
    "a study of 432 files of 25 furnishers, June 2026: 71 files failed, with 8,586 findings";
const char* const kRentUsers = "complaints of tenants about rent reporting";

const char* const kRent = "entrata";
const char* const kLoans = "loanpro";
const char* const kShared = "library";

// Words of `from` are short and say what the preset means there: they outlive a change of its
// layout, and a move to another of its files.
const std::vector<PublishedFailure> kFailures = {
    // ── payments
    {"only one of several payments of the month was furnished",
     "Somebody who paid in two parts was shown as having paid one of them.",
     kFirstInvestors,
     "`actual_payment_amount` is the sum of the month's payments, less what was taken back in it.",
     "loans",
     {{kLoans, "where p.paid_on is between (start of month of as_of) and as_of)",
       "where p.paid_on is (last_paid_on otherwise as_of))"}},
     "actual_payment_amount",
     "$45"},
    {"a payment was still scheduled after the payoff",
     "A loan that was paid off went on asking for its monthly payment.",
     kExams,
     "`scheduled_monthly_payment_amount` is $0 of what is paid off or charged off.",
     "loans",
     {{kLoans, "if is_over or charged_off or is_discharged or deferred_to",
       "if charged_off or is_discharged or deferred_to"}},
     "scheduled_monthly_payment_amount",
     "$105"},
    {"a balance stayed after the payoff",
     "Paid accounts were still furnished with what they had owed.",
     kExams,
     "The balance of a charge-off is what is left of it, and status 64 follows when nothing is.",
     "loans",
     {{kLoans, "then snapshot.charged_off", "then charge_off"}},
     "current_balance",
     "$1,105"},

    // ── first delinquency
    {"the first delinquency was the day of the report",
     "About 35 of 100 dates of first delinquency were the day the file was made for: the account "
     "stays on the report for longer every month.",
     kSantander,
     "The date is worked out of the ledger: 30 days after the due date that was missed first.",
     "loans",
     {{kLoans, "then never_later(first_late, was_cured) else", "then as_of else"}},
     "date_of_first_delinquency",
     "2025-04-30"},
    {"an account that was current had a first delinquency",
     "Nearly a million times an account whose other fields said current had such a date.",
     kSantander,
     "`date_of_first_delinquency` is blank unless the status or the rating says late, or a "
     "borrower "
     "is bankrupt.",
     "loans",
     {{kLoans, "else first_petition otherwise blank", "else first_petition otherwise as_of"}},
     "date_of_first_delinquency",
     "2025-04-30"},
    {"a charged-off account had no first delinquency",
     "The date was left out, and nobody knew when the debt had to leave the report.",
     kHyundai,
     "Every status but 11 and a paid 13 needs it; without one the account is held.",
     "loans",
     {{kLoans, "else standing.status is not \"11\"",
       "else late.status is not \"11\" and not charged_off"}},
     "date_of_first_delinquency",
     "blank"},
    {"the first delinquency was too recent",
     "Dates of first delinquency lay after the day on which the account became late.",
     kFirstInvestors,
     "One definition, `first_delinquency`, with examples that every check runs; `dofd_basis` is "
     "the "
     "only choice.",
     "rent",
     {{kShared, "else first_missed + 30 days", "else first_missed + 60 days"}},
     "date_of_first_delinquency",
     "2025-06-30"},
    {"a part of the debt was paid, and the first delinquency moved later",
     "Re-aging: each late payment makes the delinquency younger than it is.",
     kGuideline,
     "`late_since` is the start of the unbroken run of 30 days and more; a date that follows the "
     "oldest unpaid charge or the payments is refused before anything runs.",
     "rent",
     {{kRent, "if owes then ledger.late_since ", "if owes then ledger.oldest_unpaid_due "}},
     "check",
     "reaging"},
    {"a first delinquency that was furnished moved later",
     "Re-aging by a sale or a conversion: the new ledger begins later than the debt.",
     kGuideline,
     "`never_later`: the date of the last report stands, unless the account was current since.",
     "loans",
     {{kShared, "then min(first_late,", "then max(first_late,"}},
     "date_of_first_delinquency",
     "2025-04-14"},

    // ── history
    {"delinquency in the history was inflated",
     "The 24 months showed people as later than they had been.",
     kFirstInvestors,
     "Letters come from the same table as the status, by the days past due of each month end.",
     "rent",
     {{kRent, "days_past_due_on(day)).letter", "days_past_due_on(day) + 30 days).letter"}},
     "payment_history_profile",
     "\"1111BBBBBBBBBBBBBBBBBBBB\""},
    {"the month that is reported stood in its own history",
     "The first letter was said to be the current month, so that every late month counted twice.",
     "a vendor's guide for developers, read in 2026",
     "The history is of the 24 months before the day that the record speaks of.",
     "rent",
     {{kShared, "for m in the 24 months before day",
       "for m in the 24 months before (day + 1 month)"}},
     "payment_history_profile",
     "\"10000BBBBBBBBBBBBBBBBBBB\""},
    {"the monthly run overwrote a correction",
     "What was corrected after a dispute came back wrong with the next file.",
     kHyundai,
     "Months that were reported are taken from the last report, not worked out again.",
     "rent",
     {{kShared, "if previous is present then rolled",
       "if previous is present and previous.account_status is \"97\" then rolled"}},
     "payment_history_profile",
     "\"0001BBBBBBBBBBBBBBBBBBBB\""},

    {"a late month that was left out was furnished as current",
     "Reporting only what helps the tenant may leave a month out, not turn it into a good one.",
     "the pages of a company that reports rent, and of landlords on California's AB 2747, read in "
     "2026",
     "With the programme `positive only` a late month is D, a month without data.",
     "rent",
     {{kRent, "letter is not \"0\" then \"D\"", "letter is not \"0\" then \"0\""}},
     "payment_history_profile",
     "\"0000BBBBBBBBBBBBBBBBBBBB\""},

    // ── charge-offs
    {"past due on a charged-off account was not what is owed",
     "Charged-off accounts were furnished with a wrong amount past due.",
     kExams,
     "All that is left of a charge-off is past due.",
     "loans",
     {{kLoans, "then balance in whole dollars no less than $1",
       "then past_due in whole dollars no less than $1"}},
     "amount_past_due",
     "$1"},
    {"the amount of a charge-off changed with every payment",
     "The original charge-off amount fell with the balance.",
     "consultants to furnishers (Bridgeforce), 2022, among the common errors",
     "`original_charge_off_amount` is the sum of the charge-offs, whatever was paid since.",
     "loans",
     {{kLoans, "if charged_off then charge_off in whole", "if charged_off then balance in whole"}},
     "original_charge_off_amount",
     "$1,000"},

    // ── values that nobody had
    {"a missing date became the first of the month",
     "An account without a payment was sent with day 01 as its last payment.",
     "a Ruby library that writes such files (metro_2), its pull request 22",
     "A value that may be missing is asked for, and blank is written where the preset says so.",
     "loans",
     {{kLoans, "last_paid_on otherwise blank", "last_paid_on otherwise start of month of as_of"}},
     "date_of_last_payment",
     "2025-04-01"},
    {"a status that nobody mapped got the default",
     "A status that the mapping did not know was furnished as if it were a known one.",
     kFileStudy,
     "LoanPro's own status must be one that the preset knows, or what it works out; else an "
     "operator decides.",
     "loans",
     {{kLoans, "credit_status is not standing.status",
       "credit_status is not standing.status and credit_status is not \"73\""}},
     "outcome",
     "reported"},
    {"a word that nobody mapped got a code all the same",
     "Defaults stood in for what the source did not say in known words.",
     kFileStudy,
     "A lookup over open text ends in `anything else -> hold`.",
     "loans",
     {{kShared, "anything else -> hold \"Unknown generation `{suffix}` after a name.\"",
       "anything else  -> \"J\""}},
     "outcome",
     "reported"},
    {"a malformed address was furnished",
     "Files failed by addresses that a bureau cannot match.",
     kFileStudy,
     "A ZIP code has five or nine digits, or the account is held.",
     "rent",
     {{kShared, "if length(zip) is 5 or", "if length(zip) is 4 or length(zip) is 5 or"}},
     "outcome",
     "reported"},

    // ── which account
    {"accounts shared one number",
     "52 of 100 failed files had account numbers that were missing or not unique.",
     kFileStudy,
     "The number is the lease's own, and stays what was reported.",
     "rent",
     {{kRent, "known_to_bureaus(lease.id)", "known_to_bureaus(lease.property)"}},
     "consumer_account_number",
     "\"*******\" (hidden: personal data)"},
    {"an account got a second number when the software changed its own",
     "A debt that a conversion gives a new number stands in the reports twice.",
     kGuideline,
     "The number is the lender's own, not LoanPro's.",
     "loans",
     {{kLoans, "letters_and_digits(loan.number)", "letters_and_digits(loan.id)"}},
     "consumer_account_number",
     "\"***\""},

    {"a debt that was sold was furnished with a balance by seller and buyer",
     "One debt stands in the reports twice once it is sold.",
     kGuideline,
     "What is sold has comment AH, the buyer's name, and neither balance nor past due.",
     "loans",
     {{kLoans, "if is_over or is_discharged then $0 else balance",
       "if is_closed or is_discharged then $0 else balance"}},
     "current_balance",
     "$915"},
    {"a debt that was sold was furnished again after the sale",
     "The seller went on reporting what was the buyer's to report.",
     kGuideline,
     "The end of an account is reported once.",
     "loans",
     {{kLoans, "or (previous.special_comment otherwise \"\") is \"AH\"",
       "or (previous.special_comment otherwise \"\") is \"AS\""}},
     "outcome",
     "reported"},

    // ── people
    {"a tenant who never opted in was furnished",
     "Rent was reported of people who had not agreed, or had opted out.",
     kRentUsers,
     "Consent is asked of each person; who has not given it is not in the file.",
     "rent",
     {{kRent, "consent(who).state is \"granted\"", "consent(who).state is not \"withdrawn\""}},
     "outcome",
     "reported"},
    {"a member of the household who owes nothing was furnished",
     "People who only live there were reported with the debt of the tenant.",
     kRentUsers,
     "Occupants are not among those who are liable.",
     "rent",
     {{kRent, "r.role is not \"Occupant\" and is_adult", "is_adult"},
      {kRent, "hold \"An occupant is not liable.\"", "\"2\""}},
     "J1",
     "1 segment"},
    {"a tenant who moved out was kept liable for the rent of those who stayed",
     "People who had left went on being reported with the debts of the household.",
     kRentUsers,
     "Who left a lease that goes on is told with code T, which ends it for this person.",
     "rent",
     {{kRent, "if has_gone(who) then \"T\" else liability_of(who.role)", "liability_of(who.role)"}},
     "J1.ecoa_code",
     "\"2\""},
    {"a late fee made a tenant late who had paid the rent",
     "A fee that stays open, counted as rent, shows the tenant as 30 days late.",
     "a vendor's page on reporting rent from Buildium, read in 2026, warns of it",
     "Only rent and the recurring fees of the lease are reportable; the others take payments.",
     "rent",
     {{kRent, "is one of (\"Monthly\", ", "is one of (\"\", \"Monthly\", "}},
     "account_status",
     "\"71\""},
    {"a dispute was not flagged",
     "Disputes that consumers sent to the furnisher itself did not appear in its files.",
     kExams,
     "The lender's field for the compliance condition is named by the tenant, and its code is "
     "sent.",
     "loans",
     {{kLoans, "if compliance is present then left(compliance.value, 2) else blank", "blank"}},
     "compliance_condition_code",
     "blank"},
};

}  // namespace

std::span<const PublishedFailure> published_failures() {
  return kFailures;
}

}  // namespace m2::test
