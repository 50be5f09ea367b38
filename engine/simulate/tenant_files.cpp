#include "engine/simulate/tenant_files.h"

#include <fmt/format.h>

namespace m2::simulate {
namespace {

constexpr std::string_view kSandboxLine =
    R"(sandbox: true                     # its people, numbers and accounts are invented; nothing of it may reach a bureau
)";

constexpr std::string_view kRentTenant = R"(# A virtual property manager, made by metro2 simulate.
tenant: simulated-rent
preset: entrata_rent
version: 1
vendor: entrata
{}consent: {{ required: true }}

reporter:
  identification_number: "SIMRENT00001"
  reporter_name: "Scattered Homes Test Co"
  reporter_address: "1 Juniper Row Austwick TX 78799"
  reporter_telephone_number: "5125550100"
  program_date: 2024-01-01
  program_revision_date: 2024-01-01
  software_vendor_name: "metro2"
  software_version_number: "1"

bureaus:
  equifax:    {{ program: "SR0EQ00001" }}
  experian:   {{ program: "SREXP" }}
  transunion: {{ program: "SR0TU00001" }}
  innovis:    {{ program: "SR0IN00001" }}

params:
  ssn_types: ["901"]              # papers of this kind are Social Security cards, 902 are driving licences
)";

constexpr std::string_view kLoanTenant = R"(# A virtual lender, made by metro2 simulate.
tenant: simulated-loans
preset: [loanpro_installment, loanpro_line_of_credit]
version: 1
vendor: loanpro
{}consent: {{ required: false }}

reporter:
  identification_number: "SIMLOANS0001"
  reporter_name: "Virtual Lending Test Co"
  reporter_address: "1 Commerce Loop Provender UT 84601"
  reporter_telephone_number: "8015550100"
  program_date: 2024-01-01
  program_revision_date: 2024-01-01
  software_vendor_name: "metro2"
  software_version_number: "1"

bureaus:
  equifax:    {{ program: "SL0EQ00001" }}
  experian:   {{ program: "SLEXP" }}
  transunion: {{ program: "SL0TU00001" }}
  innovis:    {{ program: "SL0IN00001" }}

params:
  comment_field: "302"            # numbers of this lender's custom fields
  compliance_field: "301"
)";

}  // namespace

std::string_view tenant_name(Vendor vendor) {
  return vendor == Vendor::Entrata ? "simulated-rent" : "simulated-loans";
}

std::string tenant_file(Vendor vendor) {
  return vendor == Vendor::Entrata ? fmt::format(kRentTenant, kSandboxLine)
                                   : fmt::format(kLoanTenant, kSandboxLine);
}

}  // namespace m2::simulate
