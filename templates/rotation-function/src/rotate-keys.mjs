import { app } from '@azure/functions';
import { managedIdentity } from './managed-identity.mjs';
import { rotate } from './rotation.mjs';

/** Every night at 03:00 UTC it looks whether the key in use is due; on all other nights it changes nothing. */
app.timer('rotateKeys', {
  schedule: '0 0 3 * * *',
  handler: async (_timer, context) => {
    const { ACCOUNT_ID, VAULT_URI, SECRET_NAME, ROTATION_DAYS, ARM_ENDPOINT } = process.env;
    const settings = {
      accountId: needed('ACCOUNT_ID', ACCOUNT_ID),
      vaultUri: needed('VAULT_URI', VAULT_URI),
      secretName: needed('SECRET_NAME', SECRET_NAME),
      rotationDays: Number(ROTATION_DAYS ?? 90),
      armEndpoint: ARM_ENDPOINT ?? 'https://management.azure.com',
    };
    const done = await rotate(settings, { now: Date.now, fetch, token: managedIdentity(process.env) });
    context.log(
      done.rotated
        ? `${done.inUse} was made anew and stored; the other key works until the next rotation`
        : `${done.inUse} is ${done.ageDays} days old: nothing to do`,
    );
  },
});

function needed(name, value) {
  if (!value) throw new Error(`the setting ${name} is missing`);
  return value;
}
