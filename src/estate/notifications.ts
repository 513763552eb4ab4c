import { z } from 'zod';

/** How many webhooks an action group takes. Source: Microsoft, "Azure Monitor service limits", action groups. */
const mostWebhooks = 10;

/**
 * Address of a Teams channel. Source: Microsoft support, "Send an email to a channel in Microsoft Teams". It is no
 * secret: who may write to it is a setting of the channel.
 */
const channelAddress = z
  .email('the e-mail address of a Teams channel')
  .regex(/@([a-z0-9-]+\.)*teams\.ms$/i, 'the e-mail address of a Teams channel, which ends in teams.ms');

/**
 * A URL that anybody may read: its query, where there is one, tells short plain things alone, such as `source=azuremonitor`
 * of ServiceNow. A signature, a key or a password belongs in no file.
 */
export const plainUrl =
  /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[^?#\s@]*)?(\?(?!.*(sig|key|token|secret|code|pass|pwd|auth|user)[^=&]*=)[A-Za-z_]+=[\w.-]{0,32}(&[A-Za-z_]+=[\w.-]{0,32})*)?$/i;

const secureWebhook = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'up to 40 lower-case letters, digits and hyphens')
    .describe('Short name, such as servicenow.'),
  url: z
    .string()
    .regex(plainUrl, 'a URL over https without a signature, a key or a password: they are secrets')
    .describe('Where the ITSM system takes alerts. Callers prove who they are by Entra, not by the URL.'),
  applicationObjectId: z
    .guid('a GUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e')
    .describe('Object id of the Entra application that protects it.'),
  identifierUri: z
    .string()
    .regex(
      /^(api|https):\/\/[^\s?#]+$/,
      'an application id URI, such as api://0f8fad5b-d9cb-469f-a165-70867728950e',
    )
    .describe('Application id URI of that application.'),
  directoryId: z
    .guid('a GUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e')
    .optional()
    .describe('Entra directory of that application, where it is not that of the tenant.'),
});

/** Who is told of alerts and of the budget. Nothing here is secret. */
export const notificationsSchema = z.strictObject({
  emails: z.array(z.email('an e-mail address')).default([]),
  teams: z
    .array(channelAddress)
    .optional()
    .describe('E-mail addresses of Teams channels (Get email address, in the menu of the channel).'),
  itsm: z
    .array(secureWebhook)
    .max(mostWebhooks, `at most ${mostWebhooks}`)
    .optional()
    .describe('ITSM systems that take alerts by a secure webhook, protected by an Entra application.'),
});
