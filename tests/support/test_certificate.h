#pragma once
// A certificate that a server of a test shows, and that nobody trusts unless told to.

#include <filesystem>
#include <string>

namespace m2::test {

struct CertificateFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// Makes both in the folder. `name`: as in a subjectAltName, "IP:127.0.0.1".
CertificateFiles make_certificate(const std::filesystem::path& folder, const std::string& name);

}  // namespace m2::test
