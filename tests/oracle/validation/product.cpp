#include "tests/oracle/validation/product.h"

#include <array>

namespace m2::oracle {
namespace {

using enum Destiny;

// clang-format off
constexpr std::array<std::string_view, 1> kRent        = {"29"};
constexpr std::array<std::string_view, 9> kPersonal    = {"01", "02", "03", "20", "91", "06", "04", "7B", "9A"};
constexpr std::array<std::string_view, 1> kAuto        = {"00"};
constexpr std::array<std::string_view, 2> kLease       = {"3A", "13"};
constexpr std::array<std::string_view, 1> kStudent     = {"12"};
constexpr std::array<std::string_view, 2> kBalloon     = {"02", "17"};
constexpr std::array<std::string_view, 6> kMortgage    = {"26", "08", "19", "25", "2C", "5B"};
constexpr std::array<std::string_view, 3> kLine        = {"15", "7A", "47"};
constexpr std::array<std::string_view, 1> kHomeEquity  = {"89"};
constexpr std::array<std::string_view, 4> kCard        = {"18", "2A", "07", "8A"};
constexpr std::array<std::string_view, 2> kUtility     = {"92", "4D"};
constexpr std::array<std::string_view, 1> kAgency      = {"48"};
constexpr std::array<std::string_view, 1> kBuyer       = {"0C"};
constexpr std::array<std::string_view, 1> kCheck       = {"77"};

constexpr std::array kRentDestinies    = {GoesOn, GoesOn, PaidOff, Settled, ChargedOff, Collected, Sold, Deleted, Fraud, Bankrupt};
constexpr std::array kLoanDestinies    = {GoesOn, GoesOn, PaidOff, Settled, ChargedOff, Collected, Sold, Transferred, Refinanced, Deleted, Bankrupt};
constexpr std::array kAutoDestinies    = {GoesOn, PaidOff, Settled, ChargedOff, Sold, Transferred, Repossessed, Surrendered, Repossessed, Surrendered, Bankrupt, Fraud};
constexpr std::array kLeaseDestinies   = {GoesOn, GoesOn, PaidOff, Repossessed, Surrendered, ChargedOff};
constexpr std::array kStudentDestinies = {GoesOn, GoesOn, PaidOff, Claimed, Transferred, Sold};
constexpr std::array kBalloonDestinies = {GoesOn, GoesOn, PaidOff, ChargedOff, Transferred};
constexpr std::array kHomeDestinies    = {GoesOn, PaidOff, Refinanced, Transferred, Foreclosed, Foreclosed, DeedInLieu, Claimed, Bankrupt};
constexpr std::array kLineDestinies    = {GoesOn, GoesOn, ClosedByConsumer, ClosedByGrantor, ChargedOff, Settled, Sold, Collected, Bankrupt};
constexpr std::array kEquityDestinies  = {GoesOn, ClosedByConsumer, ClosedByGrantor, Foreclosed, DeedInLieu, Refinanced, Bankrupt};
constexpr std::array kCardDestinies    = {GoesOn, GoesOn, ClosedByConsumer, ClosedByGrantor, ChargedOff, ChargedOff, Settled, Sold, Collected, Deleted, Fraud, Bankrupt};
constexpr std::array kUtilityDestinies = {GoesOn, ClosedByGrantor, Collected, ChargedOff, Settled, Sold};
constexpr std::array kCollectDestinies = {GoesOn, GoesOn, PaidOff, Settled, Deleted, Fraud};
constexpr std::array kMedicalDestinies = {GoesOn, GoesOn, Deleted};

constexpr std::array<ProductFacts, kProducts> kFacts = {{
    // name             portfolio  types         line   loan    least    most   months    destinies
    {"rent",               "O",    kRent,        false, false,    600,   3200,    1,   1, kRentDestinies},
    {"personal loan",      "I",    kPersonal,    false, true,    4000,  30000,   60,  84, kLoanDestinies},
    {"auto loan",          "I",    kAuto,        false, true,    9000,  60000,   60,  96, kAutoDestinies},
    {"auto lease",         "I",    kLease,       false, true,    9000,  40000,   60,  72, kLeaseDestinies},
    {"student loan",       "I",    kStudent,     false, true,    5000,  80000,  120, 240, kStudentDestinies},
    {"balloon loan",       "I",    kBalloon,     false, true,    9000,  90000,   84, 120, kBalloonDestinies},
    {"mortgage",           "M",    kMortgage,    false, true,   90000, 700000,  180, 360, kHomeDestinies},
    {"credit line",        "C",    kLine,        true,  false,   2000,  40000,    1,   1, kLineDestinies},
    {"home equity line",   "C",    kHomeEquity,  true,  false,  20000, 200000,    1,   1, kEquityDestinies},
    {"card",               "R",    kCard,        true,  false,    500,  25000,    1,   1, kCardDestinies},
    {"utility",            "O",    kUtility,     false, false,     60,    400,    1,   1, kUtilityDestinies},
    {"collection",         "O",    kAgency,      false, false,    100,   9000,    1,   1, kCollectDestinies},
    {"medical collection", "O",    kAgency,      false, false,    600,   9000,    1,   1, kMedicalDestinies},
    {"debt buyer",         "O",    kBuyer,       false, false,    100,   9000,    1,   1, kCollectDestinies},
    {"returned check",     "O",    kCheck,       false, false,     50,    900,    1,   1, kCollectDestinies},
}};

constexpr std::array<std::string_view, kDestinies> kDestinyNames = {
    "goes on",     "paid off",           "settled",           "charged off", "collected",   "sold",
    "transferred", "refinanced",         "closed by consumer", "closed by grantor", "repossessed", "surrendered",
    "foreclosed",  "deed in lieu",       "claimed",           "deleted",     "fraud",       "bankrupt"};
// clang-format on

}  // namespace

const ProductFacts& facts_of(Product product) {
  return kFacts[static_cast<std::size_t>(product)];
}

bool follows_lateness(Destiny destiny) {
  switch (destiny) {
    case Settled:
    case ChargedOff:
    case Collected:
    case Repossessed:
    case Surrendered:
    case Foreclosed:
    case DeedInLieu:
    case Claimed:
      return true;
    default:
      return false;
  }
}

std::string_view to_string(Product product) {
  return facts_of(product).name;
}
std::string_view to_string(Destiny destiny) {
  return kDestinyNames[static_cast<std::size_t>(destiny)];
}

}  // namespace m2::oracle
