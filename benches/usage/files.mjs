// The exports that all read: jobs of the simulator, submitted and downloaded as the page does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { given } from '../lib/given.mjs';

/** The jobs that these ask for, each as its ZIP and the exact sums of what was generated. All are of one simulator with `options`. */
export async function exportsOf(options, requests) {
  const simulator = spawn(given('METERING_EXPORT_SIMULATOR'), ['--port', '0', '--pace', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { address, credentials } = await ready(simulator);
    const downloads = [];
    for (const request of requests) downloads.push(await download(address, credentials, request));
    return downloads;
  } finally {
    simulator.kill();
    if (simulator.exitCode === null) await once(simulator, 'exit');
  }
}

/** What the simulator prints when it is ready: its address, and the credentials to sign in with. */
async function ready(simulator) {
  let text = '';
  for await (const line of createInterface({ input: simulator.stdout })) {
    text += `${line}\n`;
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
    const signIn = /as (\S+) with the password (\S+)\./.exec(text);
    if (address && signIn) return { address: address[0], credentials: { username: signIn[1], password: signIn[2] } };
  }
  throw new Error(`the simulator ended: ${text}`);
}

async function download(address, credentials, request) {
  const call = async (path, options = {}) => {
    const response = await fetch(`${address}${path}`, options);
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
    return response;
  };
  const post = (path, body, headers) => call(path, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
  });
  const { userInfo } = await (await post('/saas/public/core/v3/login', credentials)).json();
  const headers = { 'INFA-SESSION-ID': userInfo.sessionId };
  const jobs = '/saas/public/core/v3/license/metering/ExportMeteringData';
  const { jobId } = await (await post(jobs, request, headers)).json();
  let status;
  do {
    await pause(20);
    ({ status } = await (await call(`${jobs}/${jobId}`, { headers })).json());
  } while (status === 'CREATED' || status === 'PROCESSING');
  const zip = Buffer.from(await (await call(`${jobs}/${jobId}/download`, { headers })).arrayBuffer());
  const sums = await (await call(`/simulator/jobs/${jobId}/totals`)).json();
  return { zip, sums };
}
