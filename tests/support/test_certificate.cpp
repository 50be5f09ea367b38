#include "tests/support/test_certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

namespace m2::test {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

constexpr long kYear = 365L * 24 * 3600;

}  // namespace

CertificateFiles make_certificate(const std::filesystem::path& folder, const std::string& name) {
  const CertificateFiles files{folder / "server.crt", folder / "server.key"};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  REQUIRE(key != nullptr);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -kYear);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), kYear);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* const subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("metro2 test"), -1, -1, 0);
  X509_set_issuer_name(made.get(), subject);
  X509_EXTENSION* const alternative =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
  REQUIRE(alternative != nullptr);
  X509_add_ext(made.get(), alternative, -1);
  X509_EXTENSION_free(alternative);
  REQUIRE(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);

  const File certificate(std::fopen(files.certificate.c_str(), "wb"));
  const File secret(std::fopen(files.key.c_str(), "wb"));
  REQUIRE((certificate != nullptr && secret != nullptr));
  REQUIRE(PEM_write_X509(certificate.get(), made.get()) == 1);
  REQUIRE(PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
          1);
  return files;
}

}  // namespace m2::test
