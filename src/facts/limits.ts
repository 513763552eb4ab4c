/**
 * How many tags a resource takes. Source: Microsoft, "Use tags to organize your Azure resources", limitations: 50, and
 * 15 on private DNS zones and their links.
 */
export const maximumTags = { resource: 50, privateDnsZone: 15 } as const;
