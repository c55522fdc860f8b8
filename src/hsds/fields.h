/* The fields of every type of HSDS 3.0, in the order of its schemas: the lists that model.h is made
 * of. Include that. */
#ifndef AWN_HSDS_FIELDS_H
#define AWN_HSDS_FIELDS_H

/* Fields: name, kind, type it points to or holds (ENUM: its words), need. */
#define HSDS_ORGANIZATION_FIELDS(X)                                                                \
    X(id, ID, NONE, MUST)                                                                          \
    X(name, TEXT, NONE, MUST)                                                                      \
    X(alternate_name, TEXT, NONE, MAY)                                                             \
    X(description, TEXT, NONE, FILL)                                                               \
    X(email, EMAIL, NONE, MAY)                                                                     \
    X(website, URI, NONE, MAY)                                                                     \
    X(tax_status, TEXT, NONE, MAY)                                                                 \
    X(tax_id, TEXT, NONE, MAY)                                                                     \
    X(year_incorporated, NUMBER, NONE, MAY)                                                        \
    X(legal_status, TEXT, NONE, MAY)                                                               \
    X(logo, TEXT, NONE, MAY)                                                                       \
    X(uri, URI, NONE, MAY)                                                                         \
    X(parent_organization_id, REF, ORGANIZATION, MAY)                                              \
    X(funding, PARTS, FUNDING, MAY)                                                                \
    X(contacts, PARTS, CONTACT, MAY)                                                               \
    X(phones, PARTS, PHONE, MAY)                                                                   \
    X(locations, OBJECTS, LOCATION, MAY)                                                           \
    X(programs, OBJECTS, PROGRAM, MAY)                                                             \
    X(organization_identifiers, PARTS, ORGANIZATION_IDENTIFIER, MAY)                               \
    X(services, OBJECTS, SERVICE, MAY)                                                             \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_SERVICE_FIELDS(X)                                                                     \
    X(id, ID, NONE, MUST)                                                                          \
    X(organization_id, REF, ORGANIZATION, MUST)                                                    \
    X(program_id, REF, PROGRAM, MAY)                                                               \
    X(name, TEXT, NONE, MUST)                                                                      \
    X(alternate_name, TEXT, NONE, MAY)                                                             \
    X(description, TEXT, NONE, MAY)                                                                \
    X(url, URI, NONE, MAY)                                                                         \
    X(email, EMAIL, NONE, MAY)                                                                     \
    X(status, ENUM, STATUS, FILL)                                                                  \
    X(interpretation_services, TEXT, NONE, MAY)                                                    \
    X(application_process, TEXT, NONE, MAY)                                                        \
    X(fees_description, TEXT, NONE, MAY)                                                           \
    X(wait_time, TEXT, NONE, MAY)                                                                  \
    X(fees, TEXT, NONE, MAY)                                                                       \
    X(accreditations, TEXT, NONE, MAY)                                                             \
    X(eligibility_description, TEXT, NONE, MAY)                                                    \
    X(minimum_age, NUMBER, NONE, MAY)                                                              \
    X(maximum_age, NUMBER, NONE, MAY)                                                              \
    X(assured_date, DATE, NONE, MAY)                                                               \
    X(assurer_email, EMAIL, NONE, MAY)                                                             \
    X(licenses, TEXT, NONE, MAY)                                                                   \
    X(alert, TEXT, NONE, MAY)                                                                      \
    X(last_modified, MOMENT, NONE, MAY)                                                            \
    X(phones, PARTS, PHONE, MAY)                                                                   \
    X(schedules, PARTS, SCHEDULE, MAY)                                                             \
    X(service_areas, PARTS, SERVICE_AREA, MAY)                                                     \
    X(service_at_locations, OBJECTS, SERVICE_AT_LOCATION, MAY)                                     \
    X(languages, PARTS, LANGUAGE, MAY)                                                             \
    X(organization, OBJECT, ORGANIZATION, MAY)                                                     \
    X(funding, PARTS, FUNDING, MAY)                                                                \
    X(cost_options, PARTS, COST_OPTION, MAY)                                                       \
    X(program, OBJECT, PROGRAM, MAY)                                                               \
    X(required_documents, PARTS, REQUIRED_DOCUMENT, MAY)                                           \
    X(contacts, PARTS, CONTACT, MAY)                                                               \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_LOCATION_FIELDS(X)                                                                    \
    X(id, ID, NONE, MUST)                                                                          \
    X(location_type, ENUM, PLACE, FILL)                                                            \
    X(url, URI, NONE, MAY)                                                                         \
    X(organization_id, REF, ORGANIZATION, MAY)                                                     \
    X(name, TEXT, NONE, MAY)                                                                       \
    X(alternate_name, TEXT, NONE, MAY)                                                             \
    X(description, TEXT, NONE, MAY)                                                                \
    X(transportation, TEXT, NONE, MAY)                                                             \
    X(latitude, NUMBER, NONE, MAY)                                                                 \
    X(longitude, NUMBER, NONE, MAY)                                                                \
    X(external_identifier, TEXT, NONE, MAY)                                                        \
    X(external_identifier_type, TEXT, NONE, MAY)                                                   \
    X(languages, PARTS, LANGUAGE, MAY)                                                             \
    X(addresses, PARTS, ADDRESS, MAY)                                                              \
    X(contacts, PARTS, CONTACT, MAY)                                                               \
    X(accessibility, PARTS, ACCESSIBILITY, MAY)                                                    \
    X(phones, PARTS, PHONE, MAY)                                                                   \
    X(schedules, PARTS, SCHEDULE, MAY)                                                             \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_SERVICE_AT_LOCATION_FIELDS(X)                                                         \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, REF, SERVICE, MUST)                                                              \
    X(location_id, REF, LOCATION, MUST)                                                            \
    X(description, TEXT, NONE, MAY)                                                                \
    X(contacts, PARTS, CONTACT, MAY)                                                               \
    X(phones, PARTS, PHONE, MAY)                                                                   \
    X(schedules, PARTS, SCHEDULE, MAY)                                                             \
    X(location, OBJECT, LOCATION, MAY)                                                             \
    X(service, OBJECT, SERVICE, MAY)                                                               \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_PROGRAM_FIELDS(X)                                                                     \
    X(id, ID, NONE, MUST)                                                                          \
    X(organization_id, REF, ORGANIZATION, MAY)                                                     \
    X(name, TEXT, NONE, MUST)                                                                      \
    X(alternate_name, TEXT, NONE, MAY)                                                             \
    X(description, TEXT, NONE, FILL)                                                               \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_TAXONOMY_FIELDS(X)                                                                    \
    X(id, ID, NONE, MUST)                                                                          \
    X(name, TEXT, NONE, MUST)                                                                      \
    X(description, TEXT, NONE, FILL)                                                               \
    X(uri, URI, NONE, MAY)                                                                         \
    X(version, TEXT, NONE, MAY)                                                                    \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_TAXONOMY_TERM_FIELDS(X)                                                               \
    X(id, ID, NONE, MUST)                                                                          \
    X(code, TEXT, NONE, MAY)                                                                       \
    X(name, TEXT, NONE, MUST)                                                                      \
    X(description, TEXT, NONE, FILL)                                                               \
    X(parent_id, REF, TAXONOMY_TERM, MAY)                                                          \
    X(taxonomy, TEXT, NONE, MAY)                                                                   \
    X(taxonomy_detail, OBJECT, TAXONOMY, MAY)                                                      \
    X(language, TEXT, NONE, MAY)                                                                   \
    X(taxonomy_id, REF, TAXONOMY, MAY)                                                             \
    X(term_uri, URI, NONE, MAY)                                                                    \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_PHONE_FIELDS(X)                                                                       \
    X(id, ID, NONE, FILL)                                                                          \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(organization_id, OWNER, ORGANIZATION, MAY)                                                   \
    X(contact_id, OWNER, CONTACT, MAY)                                                             \
    X(service_at_location_id, OWNER, SERVICE_AT_LOCATION, MAY)                                     \
    X(number, TEXT, NONE, MUST)                                                                    \
    X(extension, NUMBER, NONE, MAY)                                                                \
    X(type, TEXT, NONE, MAY)                                                                       \
    X(description, TEXT, NONE, MAY)                                                                \
    X(languages, PARTS, LANGUAGE, MAY)                                                             \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_CONTACT_FIELDS(X)                                                                     \
    X(id, ID, NONE, FILL)                                                                          \
    X(organization_id, OWNER, ORGANIZATION, MAY)                                                   \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(service_at_location_id, OWNER, SERVICE_AT_LOCATION, MAY)                                     \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(name, TEXT, NONE, MAY)                                                                       \
    X(title, TEXT, NONE, MAY)                                                                      \
    X(department, TEXT, NONE, MAY)                                                                 \
    X(email, EMAIL, NONE, MAY)                                                                     \
    X(phones, PARTS, PHONE, MAY)                                                                   \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_ADDRESS_FIELDS(X)                                                                     \
    X(id, ID, NONE, FILL)                                                                          \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(attention, TEXT, NONE, MAY)                                                                  \
    X(address_1, TEXT, NONE, FILL)                                                                 \
    X(address_2, TEXT, NONE, MAY)                                                                  \
    X(city, TEXT, NONE, FILL)                                                                      \
    X(region, TEXT, NONE, MAY)                                                                     \
    X(state_province, TEXT, NONE, FILL)                                                            \
    X(postal_code, TEXT, NONE, FILL)                                                               \
    X(country, TEXT, NONE, FILL)                                                                   \
    X(address_type, ENUM, PLACE, FILL)                                                             \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_SCHEDULE_FIELDS(X)                                                                    \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(service_at_location_id, OWNER, SERVICE_AT_LOCATION, MAY)                                     \
    X(valid_from, DATE, NONE, MAY)                                                                 \
    X(valid_to, DATE, NONE, MAY)                                                                   \
    X(dtstart, DATE, NONE, MAY)                                                                    \
    X(timezone, NUMBER, NONE, MAY)                                                                 \
    X(until, DATE, NONE, MAY)                                                                      \
    X(count, NUMBER, NONE, MAY)                                                                    \
    X(wkst, ENUM, WEEKDAY, MAY)                                                                    \
    X(freq, ENUM, FREQUENCY, MAY)                                                                  \
    X(interval, NUMBER, NONE, MAY)                                                                 \
    X(byday, TEXT, NONE, MAY)                                                                      \
    X(byweekno, TEXT, NONE, MAY)                                                                   \
    X(bymonthday, TEXT, NONE, MAY)                                                                 \
    X(byyearday, TEXT, NONE, MAY)                                                                  \
    X(description, TEXT, NONE, MAY)                                                                \
    X(opens_at, TIME, NONE, MAY)                                                                   \
    X(closes_at, TIME, NONE, MAY)                                                                  \
    X(schedule_link, URI, NONE, MAY)                                                               \
    X(attending_type, TEXT, NONE, MAY)                                                             \
    X(notes, TEXT, NONE, MAY)                                                                      \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_LANGUAGE_FIELDS(X)                                                                    \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(phone_id, OWNER, PHONE, MAY)                                                                 \
    X(name, TEXT, NONE, MAY)                                                                       \
    X(code, TEXT, NONE, MAY)                                                                       \
    X(note, TEXT, NONE, MAY)                                                                       \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_ACCESSIBILITY_FIELDS(X)                                                               \
    X(id, ID, NONE, FILL)                                                                          \
    X(location_id, OWNER, LOCATION, MAY)                                                           \
    X(description, TEXT, NONE, MAY)                                                                \
    X(details, TEXT, NONE, MAY)                                                                    \
    X(url, URI, NONE, MAY)                                                                         \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_COST_OPTION_FIELDS(X)                                                                 \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(valid_from, DATE, NONE, MAY)                                                                 \
    X(valid_to, DATE, NONE, MAY)                                                                   \
    X(option, TEXT, NONE, MAY)                                                                     \
    X(currency, TEXT, NONE, MAY)                                                                   \
    X(amount, NUMBER, NONE, MAY)                                                                   \
    X(amount_description, TEXT, NONE, MAY)                                                         \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_FUNDING_FIELDS(X)                                                                     \
    X(id, ID, NONE, FILL)                                                                          \
    X(organization_id, OWNER, ORGANIZATION, MAY)                                                   \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(source, TEXT, NONE, MAY)                                                                     \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_REQUIRED_DOCUMENT_FIELDS(X)                                                           \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(document, TEXT, NONE, MAY)                                                                   \
    X(uri, URI, NONE, MAY)                                                                         \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_SERVICE_AREA_FIELDS(X)                                                                \
    X(id, ID, NONE, FILL)                                                                          \
    X(service_id, OWNER, SERVICE, MAY)                                                             \
    X(name, TEXT, NONE, MAY)                                                                       \
    X(description, TEXT, NONE, MAY)                                                                \
    X(extent, TEXT, NONE, MAY)                                                                     \
    X(extent_type, TEXT, NONE, MAY)                                                                \
    X(uri, TEXT, NONE, MAY)                                                                        \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_ORGANIZATION_IDENTIFIER_FIELDS(X)                                                     \
    X(id, ID, NONE, FILL)                                                                          \
    X(organization_id, OWNER, ORGANIZATION, MAY)                                                   \
    X(identifier_scheme, TEXT, NONE, MAY)                                                          \
    X(identifier_type, TEXT, NONE, FILL)                                                           \
    X(identifier, TEXT, NONE, MUST)                                                                \
    X(attributes, PARTS, ATTRIBUTE, MAY)                                                           \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_ATTRIBUTE_FIELDS(X)                                                                   \
    X(id, ID, NONE, FILL)                                                                          \
    X(link_id, OWNER, NONE, MUST)                                                                  \
    X(taxonomy_term_id, REF, TAXONOMY_TERM, MUST)                                                  \
    X(link_type, TEXT, NONE, MAY)                                                                  \
    X(link_entity, OWNED, NONE, MAY)                                                               \
    X(value, TEXT, NONE, MAY)                                                                      \
    X(taxonomy_term, OBJECT, TAXONOMY_TERM, MAY)                                                   \
    X(metadata, PARTS, METADATA, MAY)

#define HSDS_METADATA_FIELDS(X)                                                                    \
    X(id, ID, NONE, FILL)                                                                          \
    X(resource_id, OWNER, NONE, MUST)                                                              \
    X(resource_type, OWNED, NONE, MAY)                                                             \
    X(last_action_date, DATE, NONE, MUST)                                                          \
    X(last_action_type, TEXT, NONE, FILL)                                                          \
    X(field_name, TEXT, NONE, FILL)                                                                \
    X(previous_value, TEXT, NONE, FILL)                                                            \
    X(replacement_value, TEXT, NONE, FILL)                                                         \
    X(updated_by, TEXT, NONE, FILL)

#endif
